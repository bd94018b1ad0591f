using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Licenses.Issuing;
using Licenses.Ledger;
using Licenses.Revocation;

namespace Licenses.Server.Tests.Storage;

/// <summary>Made-up licenses and people; every code has a right check character and belongs to nobody.</summary>
internal static class Sample
{
    public const string Issuer = "113100000000000017";
    public const string TypeCode = "residence-permit";

    private const string Type = "113100000000000017001";
    private static long _serial;

    public static DateTimeOffset NewYear { get; } = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Subject Holder { get; } = Person("31010119900101001");

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Subject Person(string first17, string name = "张三")
    {
        var code = first17 + CheckCharacter.OfCitizenNumber(first17);
        return Subject.TryCreate(SubjectKind.Person, code, name, out var subject)
            ? subject
            : throw new ArgumentException(first17, nameof(first17));
    }

    /// <summary>A number that no other call gives.</summary>
    public static LicenseNumber NextNumber() =>
        LicenseNumber.TryCreate(Type, Issuer, $"{Interlocked.Increment(ref _serial):D10}", 1, out var number)
            ? number
            : throw new InvalidOperationException("not a number");

    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    public static WriteKey Key(string requestId, string payload = "payload") => new(Issuer, requestId, Hash(payload));

    public static WriteKey NextKey() =>
        Key("request-" + Interlocked.Increment(ref _serial).ToString(CultureInfo.InvariantCulture));

    public static AuditLeaf Leaf(string name, string objectId) =>
        new(name, objectId, 0, Issuer, NewYear, Hash(objectId));

    public static NewLicense License(
        WriteKey? key = null, LicenseNumber? number = null, Subject? holder = null, string typeCode = TypeCode)
    {
        number ??= NextNumber();
        byte[] document = [.. Encoding.UTF8.GetBytes("%PDF-1.7 " + number.Value), .. new byte[1_000]];
        var status = new StoredStatus(LicenseState.Active, 1, StateReason.None, NewYear);
        var license = new License(
            number,
            typeCode,
            "张*",
            NewYear,
            NewYear,
            NewYear.AddYears(1),
            status,
            document.Length,
            SHA256.HashData(document));
        var fields = ImmutableSortedDictionary<string, string>.Empty.Add("address", "人民大道200号");
        return new NewLicense(
            key ?? NextKey(), license, holder ?? Holder, fields, document, Leaf("LICENSE_ISSUED", number.Value));
    }

    public static StateChange Change(
        LicenseNumber number, LicenseState to, WriteKey? key = null, long? expectedVersion = null) => new(
        key ?? NextKey(),
        number,
        to,
        StateReason.Investigation,
        expectedVersion,
        Leaf("LICENSE_CHANGED", number.Value));
}
