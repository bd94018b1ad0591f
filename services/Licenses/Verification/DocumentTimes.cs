using Licenses.Pdf.Signing;

namespace Licenses.Verification;

/// <summary>Since when a document's parts are known to exist, by its own timestamps; what none covers is as new as now.</summary>
internal sealed class DocumentTimes(DocumentEvidence evidence, DateTimeOffset now)
{
    private readonly (long End, DateTimeOffset Time)[] _timestamps =
    [
        .. evidence.Signatures
            .Where(signature => signature.Inspected is { Kind: SignatureKind.Timestamp, Intact: true, SignedLength: not null }
                && signature.Token is not null)
            .Select(signature => (signature.Inspected.SignedLength!.Value, signature.Token!.Info.Time)),
    ];

    /// <summary>Since when what stands at a place of the file is known: the earliest timestamp over it.</summary>
    public DateTimeOffset Of(long place) => _timestamps
        .Where(timestamp => place < timestamp.End && timestamp.Time <= now)
        .Select(timestamp => timestamp.Time)
        .Append(now).Min();

    /// <summary>Since when a signature is known: its own timestamps count too.</summary>
    public DateTimeOffset Of(SignatureEvidence signature, IEnumerable<CheckedStamp> stamps) => stamps
        .Select(stamp => stamp.Time)
        .Where(time => time <= now)
        .Append(Of(signature.Inspected.SignedLength ?? long.MaxValue)).Min();
}
