namespace Licenses.Pdf.Signing;

/// <summary>Carries a refusal from deep inside to the sealer's edge, where it becomes an outcome. Never leaves this assembly.</summary>
internal sealed class SealRefusedException(SealRefusal code, string detail, string detailZh) : Exception(detail)
{
    public SealOutcome.Refused Outcome { get; } = new(code, detail, detailZh);
}
