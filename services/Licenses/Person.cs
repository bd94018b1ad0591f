namespace Licenses;

/// <summary>Who acts for an organisation, as far as a client certificate tells: the one person or account it was given to.</summary>
/// <param name="Name">The certificate's common name; empty where it has none.</param>
/// <param name="SerialNumber">A number of the person that stays when certificates change (serialNumber); null where it has none.</param>
/// <param name="KeyMark">SHA-256 of the certificate's public key, in hexadecimal.</param>
public sealed record Person(string Name, string? SerialNumber, string KeyMark)
{
    /// <summary>The person's account (UID), which stays as well; null where the certificate has none.</summary>
    public string? UserId { get; init; }

    /// <summary>Whether there is anything to tell this person from others by; a key alone says nothing of who holds it.</summary>
    public bool IsNamed => Numbers.Any() || PlainText.Of(Name) is not null;

    private IEnumerable<PersonNumber> Numbers => new[]
    {
        PersonNumber.Read(nameof(SerialNumber), SerialNumber), PersonNumber.Read(nameof(UserId), UserId),
    }.OfType<PersonNumber>();

    /// <summary>
    /// Whether both may be one person: one key, one number, or, unless two different numbers of one kind tell them apart,
    /// names that may be one. Of two people whom nothing tells apart for certain nobody can tell, so they count as one.
    /// </summary>
    public bool MayBe(Person other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return KeyMark == other.KeyMark || !IsNamed || !other.IsNamed
            || Numbers.Any(own => other.Numbers.Any(theirs => own.Value == theirs.Value))
            || (!Numbers.Any(own => other.Numbers.Any(theirs => own.Kind == theirs.Kind)) && IsNamedAs(other));
    }

    private bool IsNamedAs(Person other) =>
        PlainText.Of(Name) is not { } name || PlainText.Of(other.Name) is not { } otherName || Alike(name) == Alike(otherName);

    /// <summary>In a name, unlike in a number, zero and O, and one, I and L, are written for each other.</summary>
    private static string Alike(string name) => name.Replace('0', 'O').Replace('1', 'I').Replace('L', 'I');
}
