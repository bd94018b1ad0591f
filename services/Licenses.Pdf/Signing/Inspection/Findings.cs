using Licenses.Crypto;

namespace Licenses.Pdf.Signing;

/// <summary>Collects what the checks of one signature, or of the file, found.</summary>
internal sealed class Findings
{
    private readonly ImmutableArray<Finding>.Builder _all = ImmutableArray.CreateBuilder<Finding>();

    /// <summary>Something failed: the signature cannot be good any more.</summary>
    public bool HasFailed { get; private set; }

    public void Pass(string check, string detail, string detailZh) => Add(new(check, Verdict.Passed, detail, detailZh));

    public void Doubt(
        string check, string detail, string detailZh, long? offset = null, SubIndication reason = SubIndication.SigConstraintsFailure) =>
        Add(new(check, Verdict.Indeterminate, detail, offset, reason, detailZh));

    public void Fail(string check, string detail, string detailZh, long? offset = null) =>
        Add(new(check, Verdict.Failed, detail, offset, SubIndication.FormatFailure, detailZh));

    public void Add(Finding finding)
    {
        _all.Add(finding);
        HasFailed |= finding.Verdict == Verdict.Failed;
    }

    public ImmutableArray<Finding> ToImmutable() => _all.ToImmutable();
}
