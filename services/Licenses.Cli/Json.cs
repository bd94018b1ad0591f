using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Licenses.Cli;

/// <summary>How this program writes JSON: one line, camelCase, Chinese as Chinese.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // the reader is a program or a terminal, not HTML
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };

    public static string Line<T>(T value) => JsonSerializer.Serialize(value, Format);
}
