using System.Diagnostics.CodeAnalysis;

namespace Licenses;

/// <summary>A unified social credit code (统一社会信用代码, GB 32100-2015) whose check character has been verified.</summary>
public sealed record CreditCode
{
    private CreditCode(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out CreditCode? code) =>
        (code = text is { Length: 18 } && CheckCharacter.OfCreditCode(text.AsSpan(0, 17)) == text[17]
            ? new CreditCode(text)
            : null) is not null;

    public override string ToString() => Value;
}
