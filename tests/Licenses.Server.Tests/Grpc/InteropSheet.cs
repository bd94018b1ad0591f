namespace Licenses.Server.Tests.Grpc;

/// <summary>What one pair of client and server did in each case, in lines that the printed table is made from.</summary>
internal sealed class InteropSheet
{
    private readonly ITestOutputHelper _output;
    private readonly List<string> _wrong = [];

    internal InteropSheet(ITestOutputHelper output, string client, string server, bool tls)
    {
        _output = output;
        output.WriteLine($"pair  {client} - {server}, {(tls ? "TLS" : "h2c")}");
    }

    internal async Task PlayAsync(string name, Func<Task> play, string note = "")
    {
        try
        {
            await play();
            _output.WriteLine($"ok    {name} {note}".TrimEnd());
        }
        catch (Exception exception) // whatever it is, the other cases are still to be played
        {
            _wrong.Add($"{name}: {exception}");
            _output.WriteLine($"WRONG {name}: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>Says why a case cannot be played with this partner.</summary>
    internal void Skip(string name, string reason) => _output.WriteLine($"none  {name}: {reason}");

    /// <summary>Takes over the lines that a foreign client has printed.</summary>
    internal void Copy(string lines) => _output.WriteLine(lines);

    internal void Judge() => Assert.True(_wrong.Count == 0, string.Join('\n', _wrong));
}
