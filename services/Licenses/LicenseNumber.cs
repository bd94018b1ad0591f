using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Licenses;

/// <summary>A license identifier (证照标识, GB/T 36904) whose check character has been verified.</summary>
/// <remarks>1.2.156.3005.2 . type code (21) . issuer code (18) . serial (1 to 40) . version (3) . check (1).</remarks>
public sealed record LicenseNumber
{
    public const string Root = "1.2.156.3005.2";

    /// <summary>Longest serial that is accepted; the standard's own limit is not known, 32 have been seen.</summary>
    public const int MaxSerialLength = 40;

    private LicenseNumber(string typeCode, string issuerCode, string serial, string version, char check)
    {
        TypeCode = typeCode;
        IssuerCode = issuerCode;
        Serial = serial;
        Version = int.Parse(version, CultureInfo.InvariantCulture);
        Value = $"{Root}.{typeCode}.{issuerCode}.{serial}.{version}.{check}";
    }

    /// <summary>The whole identifier, dots included.</summary>
    public string Value { get; }

    /// <summary>Credit code of the defining authority and three more characters (证照类型代码).</summary>
    public string TypeCode { get; }

    /// <summary>Credit code of the issuing authority (证照颁发机构代码).</summary>
    public string IssuerCode { get; }

    public string Serial { get; }

    /// <summary>1 to 999; a re-issue counts up.</summary>
    public int Version { get; }

    /// <summary>Reads an identifier; both authorities must be credit codes with right check characters.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out LicenseNumber? number)
    {
        number = null;
        if (text is null || text.Length > 128 || !text.StartsWith(Root + ".", StringComparison.Ordinal))
        {
            return false;
        }

        var parts = text[(Root.Length + 1)..].Split('.');
        if (parts is [var type, var issuer, var serial, { Length: 3 } version, { Length: 1 } check]
            && version.All(char.IsAsciiDigit)
            && TryCreate(type, issuer, serial, int.Parse(version, CultureInfo.InvariantCulture), out var created)
            && created.Value[^1] == check[0])
        {
            number = created;
        }

        return number is not null;
    }

    /// <summary>Makes an identifier and computes its check character; false where a part is not well formed.</summary>
    public static bool TryCreate(
        string typeCode, string issuerCode, string serial, int version, [NotNullWhen(true)] out LicenseNumber? number)
    {
        number = null;
        if (typeCode.Length != 21 || !CreditCode.TryParse(typeCode[..18], out _)
            || !CreditCode.TryParse(issuerCode, out _)
            || serial.Length is 0 or > MaxSerialLength || version is < 1 or > 999)
        {
            return false;
        }

        var versionText = version.ToString("000", CultureInfo.InvariantCulture);
        if (CheckCharacter.Mod37And36(typeCode + issuerCode + serial + versionText) is { } check)
        {
            number = new LicenseNumber(typeCode, issuerCode, serial, versionText, check);
        }

        return number is not null;
    }

    public override string ToString() => Value;
}
