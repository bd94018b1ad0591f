using System.Globalization;
using System.Text.Json;

namespace Licenses.Catalog;

/// <summary>
/// One object of the catalogue's JSON. What is missing, wrong, doubled or unknown is noted with its path, and reading
/// goes on with a stand-in value: no catalogue is built once anything has been noted.
/// </summary>
internal sealed class StrictObject
{
    private const int MaxTextLength = 500;

    private readonly Dictionary<string, JsonElement> _unread = [];
    private readonly List<CatalogProblem> _problems;

    private StrictObject(string path, List<CatalogProblem> problems)
    {
        Path = path;
        _problems = problems;
    }

    public string Path { get; }

    public static StrictObject Open(JsonElement element, string path, List<CatalogProblem> problems)
    {
        var opened = new StrictObject(path, problems);
        if (element.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new(path, "an object is wanted"));
            return opened;
        }

        foreach (var member in element.EnumerateObject())
        {
            var name = Unescaped(() => member.Name) ?? "\uFFFD";
            if (!opened._unread.TryAdd(name, member.Value))
            {
                opened.Note(name, "given twice");
            }
        }

        return opened;
    }

    public void Note(string member, string message) => _problems.Add(new($"{Path}.{member}", message));

    /// <summary>Notes every member that nothing has read: a misspelt name must not pass for a missing one.</summary>
    public void Close()
    {
        foreach (var name in _unread.Keys)
        {
            Note(name, "unknown member");
        }

        _unread.Clear();
    }

    public bool Has(string member) => _unread.ContainsKey(member);

    public string Text(string member)
    {
        if (Take(member, JsonValueKind.String, "a text") is not { } element)
        {
            return "";
        }

        var text = TextOf(element);
        if (FaultOf(text) is { } fault)
        {
            Note(member, fault);
        }

        return text;
    }

    public LocalizedText Localized(string member)
    {
        if (Take(member, JsonValueKind.Object, "a text as { \"zh\": …, \"en\": … }") is not { } element)
        {
            return new("", "");
        }

        var both = Open(element, $"{Path}.{member}", _problems);
        var text = new LocalizedText(both.Text("zh"), both.Text("en"));
        both.Close();
        return text;
    }

    public bool Flag(string member)
    {
        _unread.Remove(member, out var element);
        if (element.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Note(member, "true or false is wanted");
        }

        return element.ValueKind == JsonValueKind.True;
    }

    public int Number(string member, int min, int max)
    {
        if (Take(member, JsonValueKind.Number, "a whole number") is not { } element)
        {
            return min;
        }

        if (!element.TryGetInt32(out int number) || number < min || number > max)
        {
            Note(member, $"a whole number from {min} to {max} is wanted");
        }

        return number;
    }

    /// <summary>A name of the wire's enum, without its prefix: E_LICENSE for <c>ELicense</c>.</summary>
    public T OneOf<T>(string member)
        where T : struct, Enum
    {
        var names = Enum.GetValues<T>()
            .ToDictionary(value => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()));
        if (Take(member, JsonValueKind.String, "a name") is not { } element)
        {
            return default;
        }

        if (!names.TryGetValue(TextOf(element), out var found))
        {
            Note(member, $"one of {string.Join(", ", names.Keys)} is wanted");
        }

        return found;
    }

    public IEnumerable<StrictObject> Objects(string member) =>
        Elements(member).Select((element, i) => Open(element, $"{Path}.{member}[{i}]", _problems)).ToList();

    public ImmutableArray<string> Texts(string member)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var element in Elements(member))
        {
            var at = $"{member}[{texts.Count}]";
            var text = element.ValueKind == JsonValueKind.String ? TextOf(element) : "";
            if (FaultOf(text) is { } fault)
            {
                Note(at, fault);
            }
            else if (texts.Contains(text))
            {
                Note(at, "given twice");
            }

            texts.Add(text);
        }

        return texts.ToImmutable();
    }

    private IEnumerable<JsonElement> Elements(string member)
    {
        if (Take(member, JsonValueKind.Array, "a list") is not { } element)
        {
            return [];
        }

        if (element.GetArrayLength() == 0)
        {
            Note(member, "must not be empty");
        }

        return element.EnumerateArray();
    }

    private JsonElement? Take(string member, JsonValueKind kind, string wanted)
    {
        if (!_unread.Remove(member, out var element))
        {
            Note(member, $"missing; {wanted} is wanted");
            return null;
        }

        if (element.ValueKind != kind)
        {
            Note(member, $"{wanted} is wanted");
            return null;
        }

        return element;
    }

    private static string TextOf(JsonElement element) => Unescaped(element.GetString) ?? "";

    // The document's parser lets broken UTF-8 and lone surrogates through; they throw only when they are read.
    private static string? Unescaped(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? FaultOf(string text) => text switch
    {
        _ when string.IsNullOrWhiteSpace(text) => "must hold a readable text",
        _ when text.Length > MaxTextLength => string.Create(
            CultureInfo.InvariantCulture, $"longer than {MaxTextLength} characters"),
        _ when text != text.Trim() => "begins or ends with white space",
        _ when FaceText.HoldsInvisible(text) => "holds a control character",
        _ => null,
    };
}
