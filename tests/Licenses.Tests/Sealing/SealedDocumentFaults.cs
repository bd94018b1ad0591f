using Licenses.Crypto;
using Licenses.Crypto.Signatures;
using Licenses.Testing.Attacks;
using Licenses.Testing.SamplePki;
using Licenses.Trust;

namespace Licenses.Tests.Sealing;

/// <summary>
/// Documents with electronic seals about which only somebody's word decides: the case, and the reason and the step that
/// must come out. No reason: it passes.
/// </summary>
internal static class SealedDocumentFaults
{
    private const string Ecdsa = "1.2.840.10045.4.3.2";

    private static readonly RawSes Good = new();
    private static readonly RawSes Good5 = new() { SealVersion = 5 };
    private static readonly DateTimeOffset April = At(4, 1);

    public static DateTimeOffset Now { get; } = At(6, 1);

    public static IReadOnlyDictionary<string, (RawSes Ses, SubIndication? Reason, string? Check)> All { get; } =
        new Dictionary<string, (RawSes, SubIndication?, string?)>
        {
            ["sound"] = (Good, null, null),
            ["sound, of 2025"] = (Good5, null, null),
            ["sound, with a timestamp"] = (Good with { Stamp = StampAt(At(1, 12)) }, null, null),

            ["maker revoked since, nothing proves that it is older"] = (Good with { Maker = NationalSeals.Revoked }, SubIndication.RevokedNoPoe, "SEAL_MAKER_REVOCATION"),
            ["maker revoked since, and a timestamp is older"] = (Good with { Maker = NationalSeals.Revoked, Stamp = StampAt(At(1, 12)) }, null, null),
            ["maker revoked before it was applied"] = (Good with { Maker = NationalSeals.Revoked, SealedAt = April }, SubIndication.Revoked, "SEAL_MAKER_REVOCATION"),
            ["maker ended since"] = (Good with { Maker = NationalSeals.Expired }, SubIndication.OutOfBoundsNotRevoked, "SEAL_MAKER_CERTIFICATE"),
            ["maker ended since, and a timestamp is older"] = (Good with { Maker = NationalSeals.Expired, Stamp = StampAt(At(1, 12)) }, null, null),
            ["maker ended before it was applied"] = (Good with { Maker = NationalSeals.Expired, SealedAt = April }, SubIndication.Expired, "SEAL_MAKER_CERTIFICATE"),
            ["maker may make timestamps only"] = (Good with { Maker = NationalSeals.TimeStamps }, SubIndication.ChainConstraintsFailure, "SEAL_MAKER_CERTIFICATE"),
            ["maker of 2025 revoked after making, timestamped"] =
                (Good5 with { Maker = NationalSeals.Revoked, SealedAt = April, SealStamp = StampAt(At(1, 10)) }, null, null),
            ["maker of 2025 revoked after making, says the seal alone"] =
                (Good5 with { Maker = NationalSeals.Revoked, SealedAt = April }, SubIndication.RevokedNoPoe, "SEAL_MAKER_REVOCATION"),
            ["maker of 2025 revoked before making"] =
                (Good5 with { Maker = NationalSeals.Revoked, CreatedAt = April, ValidFrom = April, SealedAt = At(5, 1) }, SubIndication.Revoked, "SEAL_MAKER_REVOCATION"),
            ["maker with an international key"] = (Good with { Maker = International(), MakerAlgorithm = Ecdsa }, SubIndication.CryptoConstraintsFailure, "SES_ALGORITHM"),

            ["timestamp of 2025 of other bytes"] = (Good5 with { SealStamp = _ => StampAt(At(1, 10))([1]) }, SubIndication.SigCryptoFailure, "SEAL_TIMESTAMP"),
            ["timestamp of 2025 is none"] = (Good5 with { SealStamp = _ => Task.FromResult<byte[]>([1, 2, 3]) }, SubIndication.SigCryptoFailure, "SEAL_TIMESTAMP"),
            ["timestamp of 2025 by a seal's key takes nothing away"] = (Good5 with { SealStamp = StampBy(NationalSeals.Police, At(1, 10)) }, null, null),
            ["timestamp of 2025 by a seal's key lifts no doubt"] =
                (Good5 with { Maker = NationalSeals.Revoked, SealedAt = April, SealStamp = StampBy(NationalSeals.Police, At(1, 10)) }, SubIndication.RevokedNoPoe, "SEAL_MAKER_REVOCATION"),
            ["made after its timestamp"] = (Good5 with { SealStamp = StampAt(At(1, 2)) }, SubIndication.TimestampOrderFailure, "SEAL_TIMESTAMP"),

            ["seal made in the future"] = (Good with { CreatedAt = At(7, 1) }, SubIndication.FormatFailure, "SEAL_CREATION_TIME"),
            ["seal that ends before it begins"] = (Good with { ValidFrom = At(3, 1), ValidUntil = At(2, 1) }, SubIndication.FormatFailure, "SEAL_CREATION_TIME"),
            ["seal ended since"] = (Good with { ValidUntil = At(5, 1) }, SubIndication.OutOfBoundsNoPoe, "SEAL_VALIDITY"),
            ["seal ended since, and a timestamp is older"] = (Good with { ValidUntil = At(5, 1), Stamp = StampAt(At(1, 12)) }, null, null),
            ["seal ended since, and the timestamp is younger"] = (Good with { ValidUntil = At(5, 1), Stamp = StampAt(At(5, 2)) }, SubIndication.OutOfBoundsNoPoe, "SEAL_VALIDITY"),
            ["seal applied after its end"] = (Good with { ValidUntil = At(2, 1), SealedAt = April }, SubIndication.Expired, "SEAL_VALIDITY"),
            ["seal applied before its beginning"] = (Good with { SealedAt = At(1, 5) }, SubIndication.NotYetValid, "SEAL_VALIDITY"),

            ["signer revoked since, nothing proves that it is older"] = (By(NationalSeals.Revoked), SubIndication.RevokedNoPoe, "SES_SIGNER_REVOCATION"),
            ["signer revoked since, and a timestamp is older"] = (By(NationalSeals.Revoked) with { Stamp = StampAt(At(1, 12)) }, null, null),
            ["signer revoked since, and the timestamp is younger"] = (By(NationalSeals.Revoked) with { Stamp = StampAt(April) }, SubIndication.RevokedNoPoe, "SES_SIGNER_REVOCATION"),
            ["signer revoked before sealing"] = (By(NationalSeals.Revoked) with { SealedAt = April }, SubIndication.Revoked, "SES_SIGNER_REVOCATION"),
            ["signer ended since"] = (By(NationalSeals.Expired), SubIndication.OutOfBoundsNotRevoked, "SES_SIGNER_CERTIFICATE"),
            ["signer ended since, and a timestamp is older"] = (By(NationalSeals.Expired) with { Stamp = StampAt(At(1, 12)) }, null, null),
            ["signer ended before sealing"] = (By(NationalSeals.Expired) with { SealedAt = April }, SubIndication.Expired, "SES_SIGNER_CERTIFICATE"),
            ["signer may make timestamps only"] = (By(NationalSeals.TimeStamps), SubIndication.ChainConstraintsFailure, "SES_SIGNER_CERTIFICATE"),

            ["sealed in the future"] = (Good with { SealedAt = At(7, 1) }, SubIndication.FormatFailure, "SES_TIME"),
            ["sealed after its timestamp"] = (Good with { SealedAt = At(2, 1), Stamp = StampAt(At(1, 12)) }, SubIndication.TimestampOrderFailure, "SES_TIME"),
            ["timestamp of other bytes"] = (Good with { Stamp = _ => StampAt(At(1, 12))([1]) }, SubIndication.SigCryptoFailure, "SES_TIMESTAMP"),
            ["timestamp is none"] = (Good with { Stamp = _ => Task.FromResult<byte[]>([1, 2, 3]) }, SubIndication.SigCryptoFailure, "SES_TIMESTAMP"),
            ["timestamp by a seal's key takes nothing away"] = (Good with { Stamp = StampBy(NationalSeals.Police, At(1, 12)) }, null, null),
            ["maker on the list of his own seal"] =
                (By(NationalSeals.Police) with { Maker = NationalSeals.Police }, SubIndication.SigConstraintsFailure, "SEAL_MAKER_AUTHORITY"),
            ["maker ended since, and a timestamp is of today"] =
                (Good with { Maker = NationalSeals.Expired, Stamp = StampAt(Now) }, SubIndication.OutOfBoundsNotRevoked, "SEAL_MAKER_CERTIFICATE"),
            ["timestamp by a seal's key lifts no doubt"] =
                (By(NationalSeals.Revoked) with { Stamp = StampBy(NationalSeals.Police, At(1, 12)) }, SubIndication.RevokedNoPoe, "SES_SIGNER_REVOCATION"),
        };

    /// <summary>The international root alone: nobody vouches for a national key.</summary>
    public static TrustStore WithoutNationalRoot { get; } = new TrustStoreLoader()
        .Trust(SampleCertificates.PathTo("trust", "city-root.pem")).Add(SampleCertificates.CrlDirectory).Load();

    public static DateTimeOffset At(int month, int day) => new(2026, month, day, 0, 0, 0, TimeSpan.Zero);

    public static Func<byte[], Task<byte[]>> StampAt(DateTimeOffset time) => StampBy(NationalSeals.TimeStamps, time);

    private static RawSes By(ISealKey signer) => Good with { Signer = signer };

    private static Pkcs12SealKey International() =>
        Pkcs12SealKey.Load(File.ReadAllBytes(SampleCertificates.SealPath("police")), SampleCertificates.Password);

    private static Func<byte[], Task<byte[]>> StampBy(ISealKey authority, DateTimeOffset time) => async value =>
        (await new Licenses.Sealing.OwnTimeStamps(authority, "1.2.3.4.1", new Testing.Clock.ManualClock(time))
            .StampSignatureAsync(value, CancellationToken.None)).ToArray();
}
