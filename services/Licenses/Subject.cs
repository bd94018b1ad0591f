using System.Diagnostics.CodeAnalysis;

namespace Licenses;

/// <summary>Whether a subject is a natural person or an organisation (持证主体类别).</summary>
public enum SubjectKind
{
    Person,
    Organisation,
}

/// <summary>A license holder (持证主体) or an applicant (行政相对人): personal data, never logged as it is.</summary>
public sealed record Subject
{
    public const int MaxNameLength = 100;

    private Subject(SubjectKind kind, string code, string name)
    {
        Kind = kind;
        Code = code;
        Name = name;
    }

    public SubjectKind Kind { get; }

    /// <summary>Citizen number or credit code, its check character verified.</summary>
    public string Code { get; }

    /// <summary>Full name; empty in queries that give none.</summary>
    public string Name { get; }

    /// <summary>The name with all but its first character hidden.</summary>
    public string MaskedName =>
        Name.Length == 0 ? "" : string.Concat(Name.AsSpan(0, 1), new string('*', Math.Min(Name.Length - 1, 8)));

    /// <summary>Whether a stored, masked name can be this subject's: true where no name is given to compare.</summary>
    public bool MayBeNamed(string maskedName) => Name.Length == 0 || MaskedName == maskedName;

    public static bool TryCreate(SubjectKind kind, string? code, string? name, [NotNullWhen(true)] out Subject? subject)
    {
        var codeIsGood = kind == SubjectKind.Person
            ? CitizenNumber.TryParse(code, out _)
            : CreditCode.TryParse(code, out _);
        name = name?.Trim() ?? "";
        subject = code is not null && codeIsGood && name.Length <= MaxNameLength && !name.Any(char.IsControl)
            ? new Subject(kind, code, name)
            : null;
        return subject is not null;
    }

    /// <summary>Masked: a subject never reaches a log by accident.</summary>
    public override string ToString() => $"{Kind} {MaskedName}";
}
