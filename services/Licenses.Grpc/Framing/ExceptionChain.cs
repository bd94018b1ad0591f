namespace Grpc.Framing;

/// <summary>An exception and what caused it, in one line.</summary>
internal static class ExceptionChain
{
    internal static string Describe(Exception? exception)
    {
        var text = "";
        for (; exception is not null; exception = exception.InnerException)
        {
            text += $"{(text.Length > 0 ? " " : "")}{exception.GetType().Name}: {exception.Message}";
        }

        return text;
    }
}
