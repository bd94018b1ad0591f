using Licenses.Pdf.Signing;

namespace Licenses.Verification;

/// <summary>
/// Since when a document's parts are known to exist, by its own timestamps; what none covers is as new as now. Anybody can make
/// a timestamp and date it back: those of trusted authorities count, and only where nobody's is trusted all of them do, for then
/// they prove nothing and merely tell how the document was made.
/// </summary>
internal sealed class DocumentTimes
{
    private readonly StampTerms _terms;
    private readonly bool _isAnyTrusted;
    private readonly (long End, DateTimeOffset Time)[] _timestamps;

    public DocumentTimes(DocumentEvidence evidence, StampTerms terms)
    {
        _terms = terms;
        _isAnyTrusted = evidence.Signatures
            .SelectMany(signature => signature.IntactStamps.Append(signature.DocumentStamp).OfType<CheckedStamp>())
            .Any(stamp => terms.EndOf(stamp) is not null);
        _timestamps =
        [
            .. evidence.Signatures
                .Where(signature => signature.Inspected is { Kind: SignatureKind.Timestamp, Intact: true, SignedLength: not null }
                    && signature.DocumentStamp is { } stamp && Counts(stamp))
                .Select(signature => (signature.Inspected.SignedLength!.Value, signature.Token!.Info.Time)),
        ];
    }

    /// <summary>Since when what stands at a place of the file is known: the earliest timestamp over it.</summary>
    public DateTimeOffset Of(long place) => _timestamps
        .Where(timestamp => place < timestamp.End && timestamp.Time <= _terms.Now)
        .Select(timestamp => timestamp.Time)
        .Append(_terms.Now).Min();

    /// <summary>Since when a signature is known: its own timestamps count too.</summary>
    public DateTimeOffset Of(SignatureEvidence signature, IEnumerable<CheckedStamp> stamps) => stamps
        .Where(stamp => stamp.Time <= _terms.Now && Counts(stamp))
        .Select(stamp => stamp.Time)
        .Append(Of(signature.Inspected.SignedLength ?? long.MaxValue)).Min();

    private bool Counts(CheckedStamp stamp) => !_isAnyTrusted || _terms.EndOf(stamp) is not null;
}
