using Licenses.Crypto;

namespace Licenses.Verification;

/// <summary>The building blocks of EN 319 102-1, 5.2 and 5.6.2, by the short names that validation reports use.</summary>
internal static class BuildingBlock
{
    /// <summary>Past signature validation: the last to pass where the present alone would not do.</summary>
    public const string Past = "PSV";

    /// <summary>Signature acceptance: the last to pass.</summary>
    public const string Acceptance = "SAV";

    /// <summary>Which block gives a reason.</summary>
    public static string Of(SubIndication reason) => reason switch
    {
        SubIndication.FormatFailure => "FC",
        SubIndication.NoSigningCertificateFound => "ISC",
        SubIndication.PolicyProcessingError or SubIndication.SignaturePolicyNotAvailable => "VCI",
        SubIndication.HashFailure or SubIndication.SigCryptoFailure or SubIndication.SignedDataNotFound => "CV",
        SubIndication.SigConstraintsFailure => Acceptance,
        SubIndication.CryptoConstraintsFailure or SubIndication.CryptoConstraintsFailureNoPoe => "AOV",
        SubIndication.TryLater => "RFC",
        SubIndication.NoPoe or SubIndication.RevocationOutOfBoundsNoPoe => "VTS",
        SubIndication.TimestampOrderFailure or SubIndication.Revoked or SubIndication.Expired or SubIndication.NotYetValid => "LTV",
        _ => "XCV",
    };
}
