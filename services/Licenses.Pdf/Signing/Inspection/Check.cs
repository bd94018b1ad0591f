namespace Licenses.Pdf.Signing;

/// <summary>The stable codes of the checks, one for each rule; R21 to R24 have theirs in Licenses.Crypto (CMS_…, TIMESTAMP_…).</summary>
public static class Check
{
    /// <summary>R1: /ByteRange is four integers that make sense.</summary>
    public const string ByteRange = "BYTE_RANGE";

    /// <summary>R2: every byte of the range is there to be digested.</summary>
    public const string SignedBytes = "SIGNED_BYTES";

    /// <summary>R3: the gap is one hexadecimal string and nothing else.</summary>
    public const string ContentsGap = "CONTENTS_GAP";

    /// <summary>R4: what the gap holds is this dictionary's /Contents.</summary>
    public const string ContentsMatch = "CONTENTS_MATCH";

    /// <summary>R5: /Contents is a direct hexadecimal string in a plain dictionary.</summary>
    public const string SignatureDictionary = "SIGNATURE_DICTIONARY";

    /// <summary>R6: the gap stands inside the signature's own object.</summary>
    public const string SignaturePlace = "SIGNATURE_PLACE";

    /// <summary>R7: only zeros fill up the gap behind the CMS.</summary>
    public const string ContentsPadding = "CONTENTS_PADDING";

    /// <summary>R8: no two signatures claim the same range.</summary>
    public const string ByteRangeCollision = "BYTE_RANGE_COLLISION";

    /// <summary>R9: one signature as the value of several fields is one signature.</summary>
    public const string SharedSignature = "SHARED_SIGNATURE";

    /// <summary>R10: what is covered is a whole revision that stands alone.</summary>
    public const string SignedRevision = "SIGNED_REVISION";

    /// <summary>R11: every byte after it is owned by a later revision.</summary>
    public const string UnownedBytes = "UNOWNED_BYTES";

    /// <summary>R12: the signature dictionary is still the one that was sealed.</summary>
    public const string SignatureReplaced = "SIGNATURE_REPLACED";

    /// <summary>R13: the cross-references are exact.</summary>
    public const string CrossReference = "CROSS_REFERENCE";

    /// <summary>R14: a hybrid file's two cross-references agree.</summary>
    public const string HybridReference = "HYBRID_REFERENCE";

    /// <summary>R15: nothing was changed that the policy forbids.</summary>
    public const string ModifiedAfterSigning = "MODIFIED_AFTER_SIGNING";

    /// <summary>R16: validation data, timestamps or metadata came later.</summary>
    public const string LtaUpdates = "LTA_UPDATES";

    /// <summary>R17: fields were filled in, or signatures added, later.</summary>
    public const string FormFilling = "FORM_FILLING";

    /// <summary>R18: one change that is never allowed, or that nothing explains.</summary>
    public const string ForbiddenChange = "FORBIDDEN_CHANGE";

    /// <summary>R19: the certification's permissions hold.</summary>
    public const string DocMdp = "DOC_MDP";

    /// <summary>R20: no locked field was changed.</summary>
    public const string FieldMdp = "FIELD_MDP";

    /// <summary>R21: the kind of signature is one we verify, and its contents are of that kind.</summary>
    public const string SubFilter = "SUB_FILTER";

    /// <summary>R21: the CMS can be read.</summary>
    public const string CmsFormat = "CMS_FORMAT";

    /// <summary>R24: a document timestamp says that it is one.</summary>
    public const string TimestampType = "TIMESTAMP_TYPE";

    /// <summary>R25: the document costs no more than the limits allow.</summary>
    public const string Limit = "LIMIT";

    /// <summary>The file holds a signature that cannot be read any more.</summary>
    public const string DamagedFile = "DAMAGED_FILE";

    /// <summary>The document is encrypted and its password is not known: later changes cannot be explained.</summary>
    public const string Encrypted = "ENCRYPTED";

    /// <summary>A field is prepared for a signature, but holds none.</summary>
    public const string EmptySignature = "EMPTY_SIGNATURE";
}
