using Google.Protobuf;

namespace Licenses.Server.Tests.Telemetry;

/// <summary>Reads texts out of OTLP messages by their field numbers (opentelemetry-proto 1.x).</summary>
internal static class OtlpMessage
{
    /// <summary>Names of all spans: resource_spans 1, scope_spans 2, spans 2, name 5.</summary>
    public static IEnumerable<string> SpanNames(IEnumerable<byte[]> traces) => Texts(traces, 1, 2, 2, 5);

    /// <summary>All spans, each as the text that its bytes hold.</summary>
    public static IEnumerable<string> Spans(IEnumerable<byte[]> traces) => Texts(traces, 1, 2, 2);

    /// <summary>Names of all metrics: resource_metrics 1, scope_metrics 2, metrics 2, name 1.</summary>
    public static IEnumerable<string> MetricNames(IEnumerable<byte[]> metrics) => Texts(metrics, 1, 2, 2, 1);

    /// <summary>Bodies of all log records: resource_logs 1, scope_logs 2, log_records 2, body 5, string_value 1.</summary>
    public static IEnumerable<string> LogBodies(IEnumerable<byte[]> logs) => Texts(logs, 1, 2, 2, 5, 1);

    /// <summary>Values of all resource attributes: resource_… 1, resource 1, attributes 1, value 2, string_value 1.</summary>
    public static IEnumerable<string> ResourceValues(IEnumerable<byte[]> messages) => Texts(messages, 1, 1, 1, 2, 1);

    private static IEnumerable<string> Texts(IEnumerable<byte[]> messages, params int[] path) =>
        messages.SelectMany(message => Fields(message, path)).Select(bytes => bytes.ToStringUtf8());

    private static IEnumerable<ByteString> Fields(byte[] message, ReadOnlyMemory<int> path)
    {
        var found = new List<ByteString>();
        var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited
                && WireFormat.GetTagFieldNumber(tag) == path.Span[0])
            {
                var value = input.ReadBytes();
                found.AddRange(path.Length == 1 ? [value] : Fields(value.ToByteArray(), path[1..]));
            }
            else
            {
                input.SkipLastField();
            }
        }

        return found;
    }
}
