using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Licenses.Revocation;

namespace Licenses.Server.Endpoints.Wire;

/// <summary>Licenses and their statuses as messages.</summary>
internal static class LicenseWriter
{
    /// <summary>How long a status may be relied upon that came with a license straight from the database.</summary>
    private static readonly TimeSpan StatusLifetime = TimeSpan.FromSeconds(30);

    /// <param name="license">As the database gave it.</param>
    /// <param name="asked">A time before it was asked: the status is at least as new.</param>
    public static V1.License Write(License license, DateTimeOffset asked) => new()
    {
        Number = license.Number.Value,
        TypeCode = license.TypeCode,
        IssuerCode = license.Number.IssuerCode,
        IssuedAt = license.IssuedAt.ToTimestamp(),
        ValidFrom = license.ValidFrom.ToTimestamp(),
        ValidUntil = license.ValidUntil?.ToTimestamp(),
        Status = Write(new StatusEntry(license.Number, license.Status, license.ValidUntil, asked), asked + StatusLifetime),
        Document = new V1.DocumentInfo
        {
            Size = license.DocumentSize,
            Sha256 = ByteString.CopyFrom(license.DocumentSha256.Span),
            FileName = FileNameOf(license.Number, license.TypeCode),
        },
        HolderNameMasked = license.HolderNameMasked,
    };

    public static V1.LicenseStatus Write(StatusEntry entry, DateTimeOffset notAfter) =>
        Write(entry, notAfter, entry.AsOf);

    /// <param name="entry">What the database said, maybe a while ago.</param>
    /// <param name="notAfter">From when on it must not be relied upon.</param>
    /// <param name="now">A license can have expired since.</param>
    public static V1.LicenseStatus Write(StatusEntry entry, DateTimeOffset notAfter, DateTimeOffset now) => new()
    {
        Number = entry.Number.Value,
        State = Kinds.Write(entry.StateAt(now)),
        Version = entry.Stored.Version,
        AsOf = entry.AsOf.ToTimestamp(),
        NotAfter = Earlier(notAfter, entry).ToTimestamp(),
        Reason = Kinds.Write(entry.Stored.Reason),
        ChangedAt = entry.Stored.ChangedAt.ToTimestamp(),
    };

    public static string FileNameOf(LicenseNumber number, string? typeCode) =>
        $"{typeCode ?? "license"}-{number.Serial}.pdf";

    /// <summary>A license that ends soon may not be relied upon beyond its end.</summary>
    private static DateTimeOffset Earlier(DateTimeOffset notAfter, StatusEntry entry) =>
        entry.ValidUntil is { } end && end > entry.AsOf && end < notAfter ? end : notAfter;
}
