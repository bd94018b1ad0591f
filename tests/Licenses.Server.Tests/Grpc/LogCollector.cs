using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Licenses.Server.Tests.Grpc;

/// <summary>Keeps what a host logs, so that tests can ask for it.</summary>
internal sealed class LogCollector(LogLevel minimum) : ILoggerProvider
{
    internal ConcurrentQueue<(string Category, LogLevel Level, string Text, Exception? Exception)> Lines { get; } = [];

    internal LogLevel Minimum => minimum;

    internal IEnumerable<string> Errors => Lines
        .Where(line => line.Level >= LogLevel.Error)
        .Select(line => $"{line.Category}: {line.Text} {line.Exception}");

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(LogCollector collector, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= collector.Minimum;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                collector.Lines.Enqueue((category, logLevel, formatter(state, exception), exception));
            }
        }
    }
}
