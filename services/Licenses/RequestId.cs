using System.Diagnostics.CodeAnalysis;

namespace Licenses;

/// <summary>The identifier that a caller chooses for a write: 8 to 64 characters of A-Z a-z 0-9 . _ -, no citizen number.</summary>
public sealed record RequestId
{
    private RequestId(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out RequestId? id) =>
        (id = text is { Length: >= 8 and <= 64 } && text.All(IsAllowed)
            && !CitizenNumber.OccursIn(text)
                ? new RequestId(text)
                : null) is not null;

    public override string ToString() => Value;

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-';
}
