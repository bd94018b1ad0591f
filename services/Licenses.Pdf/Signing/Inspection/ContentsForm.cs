using Licenses.Crypto;
using Licenses.Crypto.Seals;

namespace Licenses.Pdf.Signing;

/// <summary>
/// What /Contents holds, told from its own bytes, and whether /SubFilter says the same. The bytes decide how a signature
/// is verified: its dictionary may say anything. Where the two disagree, other readers see something else than we do.
/// </summary>
internal sealed class ContentsForm(ReadOnlyMemory<byte> contents, string? subFilter, InspectionPolicy policy)
{
    private readonly ContainerKind _kind = SignatureContainer.KindOf(contents);

    // A document timestamp is one by its dictionary (R24); what does not hold a token is broken.
    private bool IsTimestamp => subFilter == "ETSI.RFC3161";

    /// <summary>It is verified as an electronic seal's signature.</summary>
    public bool IsSeal => !IsTimestamp
        && (_kind == ContainerKind.SealedSignature || (_kind == ContainerKind.Unknown && NamesSeal(subFilter)));

    /// <summary>Its own head says so.</summary>
    public bool LooksLikeSeal => _kind == ContainerKind.SealedSignature;

    /// <summary>It is verified as a message.</summary>
    public bool IsMessage => !IsSeal && (CmsInspection.IsKnown(subFilter) || _kind is ContainerKind.SignedData or ContainerKind.NationalSignedData);

    /// <summary>What verification goes by: /SubFilter, or what the contents are where that is none of theirs.</summary>
    public string? MessageFilter => IsMessage && !CmsInspection.IsKnown(subFilter) ? "adbe.pkcs7.detached" : subFilter;

    public void Report(Findings findings, long? offset)
    {
        if (IsSeal && CmsInspection.IsKnown(subFilter))
        {
            Disagree(findings, offset, "an electronic seal's signature", "电子签章");
        }
        else if (IsSeal)
        {
            findings.Pass(Check.SubFilter, $"An electronic seal's signature under the name {subFilter ?? "(none)"}.", $"电子签章（SubFilter：{subFilter ?? "无"}）。");
        }
        else if (IsMessage && NamesSeal(subFilter))
        {
            Disagree(findings, offset, "a CMS message", "CMS消息");
        }
        else if (_kind == ContainerKind.NationalSignedData && subFilter == "ETSI.CAdES.detached")
        {
            Disagree(findings, offset, "a message of GM/T 0010, which CAdES does not know", "GM/T 0010消息（非CAdES）");
        }
        else if (!CmsInspection.IsKnown(subFilter))
        {
            findings.Doubt(Check.SubFilter,
                $"Signatures of kind {subFilter ?? "(none)"} are not known here{(IsMessage ? "; it is looked at as the message that it holds" : "")}.",
                $"不支持的签名类型：{subFilter ?? "（无）"}。", reason: SubIndication.SigConstraintsFailure);
        }
    }

    // Names that software gives to seals' signatures begin like this; the standard gives none.
    private static bool NamesSeal(string? name) => name is not null
        && (name.StartsWith("GM.sm2seal", StringComparison.OrdinalIgnoreCase) || name.StartsWith("GM.SES", StringComparison.OrdinalIgnoreCase));

    private void Disagree(Findings findings, long? offset, string what, string whatZh)
    {
        string detail = $"/SubFilter says {subFilter}, but /Contents holds {what}: readers differ about such a signature.";
        string detailZh = $"SubFilter 为 {subFilter}，而签名值是{whatZh}，二者不符。";
        if (policy == InspectionPolicy.Strict)
        {
            findings.Fail(Check.SubFilter, detail, detailZh, offset);
        }
        else
        {
            findings.Doubt(Check.SubFilter, detail, detailZh, offset, SubIndication.FormatFailure);
        }
    }
}
