namespace Licenses.Server.Endpoints.Access;

/// <summary>What a client certificate came to.</summary>
internal abstract record ClientJudgement
{
    private ClientJudgement() { } // closed: only the cases below exist

    /// <summary>It names a caller, and may be believed.</summary>
    internal sealed record Accepted(Caller Caller) : ClientJudgement;

    /// <summary>It may not be believed.</summary>
    /// <param name="Why">Stable code for logs and metrics, such as REVOKED.</param>
    /// <param name="Detail">The reason for the person who runs the client.</param>
    internal sealed record Refused(string Why, LocalizedText Detail) : ClientJudgement;
}
