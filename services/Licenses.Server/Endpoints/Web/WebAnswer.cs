namespace Licenses.Server.Endpoints.Web;

/// <summary>What the web listener answers: a page, or a file to keep.</summary>
internal abstract record WebAnswer(string Outcome, int Code)
{
    internal sealed record Page(string Outcome, int Code, StatusPage Content) : WebAnswer(Outcome, Code);

    internal sealed record Pdf(string Outcome, string FileName, ReadOnlyMemory<byte> Document)
        : WebAnswer(Outcome, StatusCodes.Status200OK);

    public static WebAnswer TryLater { get; } =
        new Page("STORE_UNAVAILABLE", StatusCodes.Status503ServiceUnavailable, StatusPage.TryLater);
}
