namespace Licenses.Testing.Processes;

/// <summary>A real redis-server without persistence on a free loopback port; it can go down and come back.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly string _program;
    private readonly string[] _options;
    private ChildServer? _server;

    private RedisServer(string program, int port, string[] options)
    {
        _program = program;
        Port = port;
        _options = options;
    }

    public int Port { get; }

    /// <summary>As StackExchange.Redis wants it.</summary>
    public string Endpoint => $"127.0.0.1:{Port}";

    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <param name="options">Further options, for example --requirepass.</param>
    public static async Task<RedisServer> StartAsync(CancellationToken cancellationToken, params string[] options)
    {
        var redis = new RedisServer(ForeignProgram.Find("redis-server"), ChildServer.FreePort(), options);
        await redis.RestartAsync(cancellationToken);
        return redis;
    }

    /// <summary>The server dies at once, as if the machine had lost power. Its data are gone.</summary>
    public async Task StopAsync()
    {
        if (_server is { } running)
        {
            _server = null;
            await running.DisposeAsync();
        }
    }

    /// <summary>Comes (back) up on the same port, empty.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await StopAsync();
        string[] command =
        [
            _program, "--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", .. _options,
        ];
        _server = await ChildServer.StartAsync(command, Port, "KILL", cancellationToken);
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}
