namespace Licenses.Crypto.Seals;

/// <summary>The findings of seals: their codes in the order of the standards' steps, and how they are made.</summary>
public static class SealFindings
{
    public const string Format = "SEAL_FORMAT";
    public const string MakerSignature = "SEAL_MAKER_SIGNATURE";
    public const string CreationTime = "SEAL_CREATION_TIME";
    public const string MakerCertificate = "SEAL_MAKER_CERTIFICATE";
    public const string MakerAuthority = "SEAL_MAKER_AUTHORITY";
    public const string MakerRevocation = "SEAL_MAKER_REVOCATION";
    public const string Validity = "SEAL_VALIDITY";
    public const string SealTimeStamp = "SEAL_TIMESTAMP";
    public const string SealExtensions = "SEAL_EXTENSIONS";
    public const string SignatureFormat = "SES_FORMAT";
    public const string SignatureValue = "SES_SIGNATURE";
    public const string SignerOnList = "SES_SIGNER_ON_LIST";
    public const string SignerCertificate = "SES_SIGNER_CERTIFICATE";
    public const string SignerRevocation = "SES_SIGNER_REVOCATION";
    public const string SealingTime = "SES_TIME";
    public const string ContentDigest = "SES_CONTENT_DIGEST";
    public const string TimeStamp = "SES_TIMESTAMP";
    public const string Extensions = "SES_EXTENSIONS";
    public const string Algorithm = "SES_ALGORITHM";
    public const string Range = "SES_PROTECTED_RANGE";
    public const string Appearance = "SEAL_APPEARANCE";

    /// <summary>All of them, as the standards take the steps: the signature, its seal, its signer, the content.</summary>
    public static ImmutableArray<string> Order { get; } =
    [
        SignatureFormat, SignatureValue, SignerOnList,
        Format, Algorithm, MakerSignature, CreationTime, MakerCertificate, MakerAuthority, MakerRevocation, Validity, SealTimeStamp, SealExtensions,
        SignerCertificate, SignerRevocation, SealingTime, ContentDigest, Range, Appearance, TimeStamp, Extensions,
    ];

    public static Finding Passed(string check, string detail, string detailZh) =>
        new(check, Verdict.Passed, detail, null, null, detailZh);

    public static Finding Undecided(string check, SubIndication reason, string detail, string detailZh) =>
        new(check, Verdict.Indeterminate, detail, null, reason, detailZh);

    public static Finding Failed(string check, SubIndication reason, string detail, string detailZh) =>
        new(check, Verdict.Failed, detail, null, reason, detailZh);
}
