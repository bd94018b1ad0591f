using System.CommandLine;
using Licenses.Cli.Remote;
using Licenses.V1;

namespace Licenses.Cli.Seal.Desk;

/// <summary>What every command that asks a desk has: who asks where, the write's identifier, JSON.</summary>
internal sealed class DeskOptions
{
    private readonly ServerOptions _server = new();

    private readonly Option<bool> _json = JsonOption.Create();

    private readonly Option<string> _requestId = new("--request-id")
    {
        Description = "Identifier of this write; a new one by default.",
        HelpName = "ID",
        DefaultValueFactory = _ => Guid.NewGuid().ToString(),
    };

    public void AddTo(Command command, bool writes)
    {
        command.Options.Add(_json);
        if (writes)
        {
            command.Options.Add(_requestId);
        }

        _server.AddTo(command);
    }

    public bool IsJson(ParseResult result) => result.GetValue(_json);

    public string RequestId(ParseResult result) => result.GetRequiredValue(_requestId);

    /// <summary>Asks the server's seal desk.</summary>
    public async Task<T> AskAsync<T>(ParseResult result, Func<SealingService.SealingServiceClient, Task<T>> ask)
    {
        using var connection = _server.Connect(result);
        return await ask(new SealingService.SealingServiceClient(connection.Channel));
    }
}
