using System.Collections.Immutable;
using System.Security.Cryptography;
using Licenses.Crypto;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Seals;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.Sm;
using Licenses.Crypto.Tsp;
using Licenses.Crypto.X509;
using Licenses.Tests.Crypto.Sm;

namespace Licenses.Tests.Crypto.Seals;

/// <summary>One fault a line: the case, the finding that must tell it, and what that finding must decide.</summary>
internal static class SealFaults
{
    private const Verdict Failed = Verdict.Failed;
    private const Verdict Undecided = Verdict.Indeterminate;
    private const string Ecdsa = "1.2.840.10045.4.3.2";

    private static readonly SealBench Good = new();
    private static readonly SealBench Good5 = Good with { SealVersion = 5 };
    private static readonly DateTimeOffset Now = SealBench.Now;
    private static readonly DateTimeOffset January = new(2026, 1, 15, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset February = new(2026, 2, 15, 0, 0, 0, TimeSpan.Zero);
    private static readonly ISealKey Foreign = SampleKeys.Make("p256");
    private static readonly ImmutableArray<Extension> Unknown = [new("1.2.3.4.5", true, new byte[] { 5, 0 })];
    private static readonly ImmutableArray<Extension> Harmless = [new("1.2.3.4.5", false, new byte[] { 5, 0 })];

    // The whole story in January, when the certificates that end or are revoked later were still good.
    private static readonly SealBench Early = Good with { CreatedAt = January, ValidFrom = January, SealedAt = January.AddDays(2) };

    public static IReadOnlyDictionary<string, SealBench> Sound { get; } = new Dictionary<string, SealBench>
    {
        ["version 4"] = Good,
        ["version 5"] = Good5,
        ["version 5 with timestamps"] = Good5 with { SealStamp = StampAt(Now.AddDays(-29)), Stamp = StampAt(Now) },
        ["version 4 with a timestamp"] = Good with { Stamp = StampAt(Now) },
        ["timestamps that nobody can rely on, which take nothing away"] = Good5 with
        {
            SealStamp = value => Stamp(NationalKeys.Police, Now.AddDays(-29), value), Stamp = value => Stamp(NationalKeys.Police, Now, value),
        },
        ["timestamps of the future"] = Good5 with { SealStamp = StampAt(Now.AddYears(1)), Stamp = StampAt(Now.AddYears(1)) },
        ["list of SM3 digests"] = Good with { Digests = [Digest("SM3", Sm3.HashData(Police))] },
        ["list of SHA-256 digests"] = Good with { Digests = [Digest("SHA-256", SHA256.HashData(Police))] },
        ["list by number of SM3"] = Good with { Digests = [Digest("1.2.156.10197.1.401", Sm3.HashData(Police))] },
        ["sealed and made by two clocks"] = Good with { SealedAt = Now.AddDays(-30).AddMinutes(-4), ValidFrom = January },
        ["two signers on the list"] = Good with { Signers = [NationalKeys.CivilAffairs.Certificate.Encoded, Police] },
        ["extensions that are not critical"] = Good with { SealExtensions = Harmless, SignatureExtensions = Harmless },
        ["misprinted algorithm"] = Good with { MakerAlgorithm = "1.2.156.10197.501", SignerAlgorithm = "1.2.156.10197.501" },
        ["algorithm of the key"] = Good with { MakerAlgorithm = "1.2.156.10197.1.301.1" },
        ["raw signature values"] = Good with { ChangeMakerValue = Raw, ChangeSignerValue = Raw },
        ["2025, maker revoked after making, with a timestamp"] = Good5 with
        {
            Maker = NationalKeys.Revoked, CreatedAt = January, ValidFrom = January, SealStamp = StampAt(January.AddDays(1)),
        },
        ["2025, maker's certificate ended after making, with a timestamp"] = Good5 with
        {
            Maker = NationalKeys.Expired, CreatedAt = January, ValidFrom = January, SealStamp = StampAt(January.AddDays(1)),
        },
        ["2025, maker's certificate ended after making, with a timestamp over the signature"] = Early with
        {
            SealVersion = 5, Maker = NationalKeys.Expired, Stamp = StampAt(January.AddDays(3)),
        },
        ["maker's certificate ended after sealing, with a timestamp"] = Early with
        {
            Maker = NationalKeys.Expired, Stamp = StampAt(January.AddDays(3)),
        },
        ["seal ended after sealing, with a timestamp"] = Early with { ValidUntil = February, Stamp = StampAt(January.AddDays(3)) },
        ["signer revoked after sealing, with a timestamp"] = Early with
        {
            Signer = NationalKeys.Revoked, Signers = [NationalKeys.Revoked.Certificate.Encoded], Stamp = StampAt(February),
        },
    };

    public static IReadOnlyDictionary<string, (SealBench Bench, string Check, Verdict Verdict)> OfSeals { get; } =
        new Dictionary<string, (SealBench, string, Verdict)>
        {
            ["value off by a bit"] = (Good with { ChangeMakerValue = Flip }, "SEAL_MAKER_SIGNATURE", Failed),
            ["value cut short"] = (Good with { ChangeMakerValue = value => value[..^1] }, "SEAL_MAKER_SIGNATURE", Failed),
            ["value empty"] = (Good with { ChangeMakerValue = _ => [] }, "SEAL_MAKER_SIGNATURE", Failed),
            ["value of zeros"] = (Good with { ChangeMakerValue = _ => new byte[64] }, "SEAL_MAKER_SIGNATURE", Failed),
            ["value of ones"] = (Good with { ChangeMakerValue = _ => Ones }, "SEAL_MAKER_SIGNATURE", Failed),
            ["signed over the scope of 2014"] =
                (Good with { MakerScope = (info, cert, oid) => SealBench.Sequence(info, cert, oid) }, "SEAL_MAKER_SIGNATURE", Failed),
            ["signed over the certificate"] = (Good with { MakerScope = (_, cert, _) => cert }, "SEAL_MAKER_SIGNATURE", Failed),
            ["signed over a digest"] = (Good with { MakerScope = (info, _, _) => Sm3.HashData(info) }, "SEAL_MAKER_SIGNATURE", Failed),
            ["number changed"] = (Good with { ChangeInfo = info => Change(info, "3100000") }, "SEAL_MAKER_SIGNATURE", Failed),
            ["name changed"] = (Good with { ChangeInfo = info => Change(info, "样例市") }, "SEAL_MAKER_SIGNATURE", Failed),
            ["picture changed"] = (Good with { ChangeInfo = info => Change(info, "no picture") }, "SEAL_MAKER_SIGNATURE", Failed),
            ["vendor changed"] = (Good with { ChangeInfo = info => Change(info, "SAMPLE") }, "SEAL_MAKER_SIGNATURE", Failed),
            ["another maker shown"] = (Good with { MakerCertificate = Police }, "SEAL_MAKER_SIGNATURE", Failed),
            ["maker's certificate unreadable"] = (Good with { MakerCertificate = new byte[] { 1, 2 } }, "SEAL_MAKER_SIGNATURE", Undecided),
            ["algorithm unknown"] = (Good with { MakerAlgorithm = "1.2.3.4" }, "SES_ALGORITHM", Undecided),
            ["algorithm of ECDSA"] = (Good with { MakerAlgorithm = Ecdsa }, "SEAL_MAKER_SIGNATURE", Failed),
            ["algorithm of RSA"] = (Good with { MakerAlgorithm = "1.2.840.113549.1.1.11" }, "SEAL_MAKER_SIGNATURE", Failed),
            ["maker revoked"] = (Good with { Maker = NationalKeys.Revoked }, "SEAL_MAKER_REVOCATION", Failed),
            ["maker expired"] = (Good with { Maker = NationalKeys.Expired }, "SEAL_MAKER_CERTIFICATE", Failed),
            ["maker with an algorithm that the standard has not"] = (Good with { Maker = Foreign, MakerAlgorithm = Ecdsa }, "SES_ALGORITHM", Undecided),
            ["maker on the list of his own seal"] =
                (Good with { Signers = [Police, NationalKeys.Maker.Certificate.Encoded] }, "SEAL_MAKER_AUTHORITY", Undecided),
            ["maker among the digests of his own seal"] = (Good with
            {
                Digests = [Digest("SM3", Sm3.HashData(Police)), Digest("SM3", Sm3.HashData(NationalKeys.Maker.Certificate.Encoded.Span))],
            }, "SEAL_MAKER_AUTHORITY", Undecided),
            ["maker of the signer's organisation"] = (Good with
            {
                Maker = NationalKeys.Police, Signers = [NationalKeys.RenewedPolice.Certificate.Encoded], Signer = NationalKeys.RenewedPolice,
            }, "SEAL_MAKER_AUTHORITY", Undecided),
            ["version 4 with a timestamp of version 5"] = (Good with { SealStamp = StampAt(Now.AddDays(-29)) }, "SEAL_FORMAT", Failed),
            ["version 6"] = (Good with { SealVersion = 6 }, "SEAL_FORMAT", Undecided),
            ["version 1 in the shape of 2020"] = (Good with { SealVersion = 1 }, "SEAL_FORMAT", Undecided),
            ["2025, maker's certificate ended since, no timestamp"] =
                (Good5 with { Maker = NationalKeys.Expired, CreatedAt = January, ValidFrom = January }, "SEAL_MAKER_CERTIFICATE", Undecided),
            ["2025, maker's certificate ended since, timestamp of today"] = (Good5 with
            {
                Maker = NationalKeys.Expired, CreatedAt = January, ValidFrom = January, SealStamp = StampAt(Now),
            }, "SEAL_MAKER_CERTIFICATE", Undecided),
            ["2025, maker revoked after making, timestamp of today"] = (Good5 with
            {
                Maker = NationalKeys.Revoked, CreatedAt = January, ValidFrom = January, SealStamp = StampAt(Now),
            }, "SEAL_MAKER_REVOCATION", Undecided),
            ["maker not yet certified when making"] = (Good with { CreatedAt = Now.AddYears(-2) }, "SEAL_MAKER_CERTIFICATE", Failed),
            ["maker may make timestamps only"] = (Good with { Maker = NationalKeys.TimeStamps }, "SEAL_MAKER_CERTIFICATE", Failed),
            ["past its end"] = (Good with { ValidUntil = Now.AddDays(-2) }, "SEAL_VALIDITY", Failed),
            ["before its beginning"] = (Good with { ValidFrom = Now.AddDays(1) }, "SEAL_VALIDITY", Failed),
            ["made in the future"] = (Good with { CreatedAt = Now.AddDays(1) }, "SEAL_CREATION_TIME", Failed),
            ["ends before it begins"] = (Good with { ValidFrom = Now, ValidUntil = Now.AddDays(-1) }, "SEAL_CREATION_TIME", Failed),
            ["made after its end"] = (Good with { CreatedAt = Now, ValidUntil = Now.AddDays(-1) }, "SEAL_CREATION_TIME", Failed),
            ["unknown critical extension"] = (Good with { SealExtensions = Unknown }, "SEAL_EXTENSIONS", Undecided),
            ["one of two extensions critical"] = (Good with { SealExtensions = [.. Harmless, .. Unknown] }, "SEAL_EXTENSIONS", Undecided),
            ["2025, timestamp is none"] = (Good5 with { SealStamp = _ => [1, 2, 3] }, "SEAL_TIMESTAMP", Failed),
            ["2025, timestamp of other bytes"] = (Good5 with { SealStamp = _ => StampAt(Now)([1]) }, "SEAL_TIMESTAMP", Failed),
            ["2025, timestamp damaged"] = (Good5 with { SealStamp = value => Flip(StampAt(Now)(value)) }, "SEAL_TIMESTAMP", Failed),
            ["2025, made after its timestamp"] = (Good5 with { SealStamp = StampAt(Now.AddDays(-40)) }, "SEAL_TIMESTAMP", Failed),
            ["2025, maker expired when making"] = (Good5 with { Maker = NationalKeys.Expired }, "SEAL_MAKER_CERTIFICATE", Failed),
            ["2025, maker not yet certified when making"] = (Good5 with { CreatedAt = Now.AddYears(-2) }, "SEAL_MAKER_CERTIFICATE", Failed),
            ["2025, maker revoked before making"] = (Good5 with { Maker = NationalKeys.Revoked }, "SEAL_MAKER_REVOCATION", Failed),
            ["2025, maker revoked after making, no timestamp"] =
                (Good5 with { Maker = NationalKeys.Revoked, CreatedAt = January }, "SEAL_MAKER_REVOCATION", Undecided),
        };

    public static IReadOnlyDictionary<string, (SealBench Bench, string Check, Verdict Verdict)> OfSignatures { get; } =
        new Dictionary<string, (SealBench, string, Verdict)>
        {
            ["maker's certificate ended since, and nothing proves the time"] =
                (Early with { Maker = NationalKeys.Expired }, "SEAL_MAKER_CERTIFICATE", Undecided),
            ["value off by a bit"] = (Good with { ChangeSignerValue = Flip }, "SES_SIGNATURE", Failed),
            ["value empty"] = (Good with { ChangeSignerValue = _ => [] }, "SES_SIGNATURE", Failed),
            ["value of zeros"] = (Good with { ChangeSignerValue = _ => new byte[64] }, "SES_SIGNATURE", Failed),
            ["signed over a digest"] = (Good with { SignerScope = signed => Sm3.HashData(signed) }, "SES_SIGNATURE", Failed),
            ["signed over the content"] = (Good with { SignerScope = _ => SealBench.Content }, "SES_SIGNATURE", Failed),
            ["hash changed"] = (Good with { ChangeSigned = signed => Change(signed, Sm3.HashData(SealBench.Content)) }, "SES_SIGNATURE", Failed),
            ["what is protected changed"] = (Good with { ChangeSigned = signed => Change(signed, "/Doc_0") }, "SES_SIGNATURE", Failed),
            ["seal inside changed"] = (Good with { ChangeSigned = signed => Change(signed, "样例市") }, "SES_SIGNATURE", Failed),
            ["another signer shown"] = (Good with { SignerCertificate = NationalKeys.CivilAffairs.Certificate.Encoded }, "SES_SIGNATURE", Failed),
            ["signer's certificate unreadable"] =
                (Good with { SignerCertificate = new byte[] { 1, 2 }, Signers = [new byte[] { 1, 2 }] }, "SES_SIGNATURE", Undecided),
            ["algorithm unknown"] = (Good with { SignerAlgorithm = "1.2.3.4" }, "SES_SIGNATURE", Undecided),
            ["algorithm of ECDSA"] = (Good with { SignerAlgorithm = Ecdsa }, "SES_SIGNATURE", Failed),
            ["signer not listed"] = (Good with { Signer = NationalKeys.CivilAffairs }, "SES_SIGNER_ON_LIST", Failed),
            ["list empty"] = (Good with { Signers = [] }, "SES_SIGNER_ON_LIST", Failed),
            ["digest of another listed"] = (Good with { Digests = [Digest("SM3", Sm3.HashData([1]))] }, "SES_SIGNER_ON_LIST", Failed),
            ["digest cut short"] = (Good with { Digests = [Digest("SM3", Sm3.HashData(Police)[..16])] }, "SES_SIGNER_ON_LIST", Failed),
            ["digest by another name"] = (Good with { Digests = [Digest("SHA-256", Sm3.HashData(Police))] }, "SES_SIGNER_ON_LIST", Failed),
            ["digest unknown"] = (Good with { Digests = [Digest("MYHASH", Sm3.HashData(Police))] }, "SES_SIGNER_ON_LIST", Undecided),
            ["digest broken"] = (Good with { Digests = [Digest("1.3.14.3.2.26", SHA1.HashData(Police))] }, "SES_SIGNER_ON_LIST", Undecided),
            ["signer revoked"] = (By(NationalKeys.Revoked, Good), "SES_SIGNER_REVOCATION", Failed),
            ["signer revoked later, no timestamp"] = (By(NationalKeys.Revoked, Early), "SES_SIGNER_REVOCATION", Undecided),
            ["signer expired"] = (By(NationalKeys.Expired, Good), "SES_SIGNER_CERTIFICATE", Failed),
            ["signer expired since, no timestamp"] = (By(NationalKeys.Expired, Early), "SES_SIGNER_CERTIFICATE", Undecided),
            ["signer expired since, timestamp of today"] =
                (By(NationalKeys.Expired, Early) with { Stamp = StampAt(Now) }, "SES_SIGNER_CERTIFICATE", Undecided),
            ["signer revoked later, timestamp of today"] =
                (By(NationalKeys.Revoked, Early) with { Stamp = StampAt(Now) }, "SES_SIGNER_REVOCATION", Undecided),
            ["maker revoked later, timestamp of today"] =
                (Early with { Maker = NationalKeys.Revoked, Stamp = StampAt(Now) }, "SEAL_MAKER_REVOCATION", Undecided),
            ["maker expired since, no timestamp"] = (Early with { Maker = NationalKeys.Expired }, "SEAL_MAKER_CERTIFICATE", Undecided),
            ["maker expired since, timestamp of today"] =
                (Early with { Maker = NationalKeys.Expired, Stamp = StampAt(Now) }, "SEAL_MAKER_CERTIFICATE", Undecided),
            ["2025, maker expired since, no timestamp"] =
                (Early with { SealVersion = 5, Maker = NationalKeys.Expired }, "SEAL_MAKER_CERTIFICATE", Undecided),
            ["seal ended since, timestamp of today"] =
                (Early with { ValidUntil = February, Stamp = StampAt(Now) }, "SEAL_VALIDITY", Undecided),
            ["signer of the maker's organisation"] = (Good with
            {
                Digests = [Digest("SM3", Sm3.HashData(NationalKeys.RenewedPolice.Certificate.Encoded.Span))],
                Maker = NationalKeys.Police, Signer = NationalKeys.RenewedPolice,
            }, "SEAL_MAKER_AUTHORITY", Undecided),
            ["signer may make timestamps only"] = (By(NationalKeys.TimeStamps, Good), "SES_SIGNER_CERTIFICATE", Failed),
            ["signer with an algorithm that the standard has not"] =
                (By(Foreign, Good) with { SignerAlgorithm = Ecdsa, DataHash = SHA256.HashData(SealBench.Content) }, "SES_ALGORITHM", Undecided),
            ["other content"] = (Good with { DataHash = Sm3.HashData("other"u8) }, "SES_CONTENT_DIGEST", Failed),
            ["hash empty"] = (Good with { DataHash = [] }, "SES_CONTENT_DIGEST", Failed),
            ["hash of zeros"] = (Good with { DataHash = new byte[32] }, "SES_CONTENT_DIGEST", Failed),
            ["hash cut short"] = (Good with { DataHash = Sm3.HashData(SealBench.Content)[..31] }, "SES_CONTENT_DIGEST", Failed),
            ["hash by SHA-256"] = (Good with { DataHash = SHA256.HashData(SealBench.Content) }, "SES_CONTENT_DIGEST", Failed),
            ["sealed in the future"] = (Good with { SealedAt = Now.AddDays(1) }, "SES_TIME", Failed),
            ["sealed before the seal was made"] = (Good with { SealedAt = Now.AddDays(-30).AddMinutes(-6), ValidFrom = January }, "SES_TIME", Failed),
            ["2025, sealed before the seal was made"] = (Good5 with { SealedAt = Now.AddDays(-31), ValidFrom = January }, "SES_TIME", Failed),
            ["sealed before the seal began"] = (Good with { SealedAt = Now.AddDays(-40) }, "SEAL_VALIDITY", Failed),
            ["sealed after the seal's end"] = (Good with { ValidUntil = Now.AddDays(-10) }, "SEAL_VALIDITY", Failed),
            ["seal ended since, no timestamp"] = (Good with { ValidUntil = Now.AddHours(-1) }, "SEAL_VALIDITY", Undecided),
            ["another version than the seal"] = (Good with { SignatureVersion = 5 }, "SES_FORMAT", Failed),
            ["unknown critical extension"] = (Good with { SignatureExtensions = Unknown }, "SES_EXTENSIONS", Undecided),
            ["timestamp is none"] = (Good with { Stamp = _ => [1, 2, 3] }, "SES_TIMESTAMP", Failed),
            ["timestamp of other bytes"] = (Good with { Stamp = _ => StampAt(Now)([1]) }, "SES_TIMESTAMP", Failed),
            ["sealed after its timestamp"] = (Good with { Stamp = StampAt(Now.AddDays(-3)) }, "SES_TIME", Failed),
        };

    public static IEnumerable<(string Name, byte[] Encoded)> Shapes
    {
        get
        {
            byte[] sound = Good.Signature();
            yield return ("nothing", []);
            yield return ("cut short", sound[..^1]);
            yield return ("a seal alone", Good.Seal());
            yield return ("noise", [0x30, 3, 2, 1, 1]);
            yield return ("no header ES", Change(sound, "ES"));
            yield return ("one part too many", SealBench.Sequence(sound, sound));
            yield return ("a certificate", NationalKeys.Police.Certificate.Encoded.ToArray());
        }
    }

    private static ReadOnlyMemory<byte> PoliceMemory => NationalKeys.Police.Certificate.Encoded;

    private static byte[] Police => PoliceMemory.ToArray();

    private static byte[] Ones => [.. new byte[31], 1, .. new byte[31], 1];

    private static SealBench By(ISealKey signer, SealBench bench) =>
        bench with { Signer = signer, Signers = [signer.Certificate.Encoded] };

    private static SignerDigest Digest(string type, byte[] value) => new(type, value);

    private static byte[] Flip(byte[] bytes)
    {
        byte[] flipped = [.. bytes];
        flipped[^1] ^= 1;
        return flipped;
    }

    private static byte[] Raw(byte[] der)
    {
        Assert.True(Sm2Signature.TryDecode(der, out var signature, out _));
        return [.. signature.R.Span, .. signature.S.Span];
    }

    private static byte[] Change(byte[] bytes, string text) => Change(bytes, System.Text.Encoding.UTF8.GetBytes(text));

    private static byte[] Change(byte[] bytes, byte[] part)
    {
        byte[] changed = [.. bytes];
        int at = changed.AsSpan().IndexOf(part);
        Assert.True(at >= 0);
        changed[at + part.Length - 1] ^= 1;
        return changed;
    }

    private static Func<byte[], byte[]> StampAt(DateTimeOffset time) => value => Stamp(NationalKeys.TimeStamps, time, value);

    internal static byte[] Stamp(ISealKey authority, DateTimeOffset time, byte[] value) => TimeStampSigner.SignAsync(
        authority,
        new TstInfo("1.2.3.4.5", new MessageImprint(new AlgorithmIdentifier(Oids.Sm3), Sm3.HashData(value)), 17, time, null),
        CancellationToken.None).AsTask().GetAwaiter().GetResult();
}
