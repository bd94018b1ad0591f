using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Benchmarks.Harness;
using Licenses.Benchmarks.Material;
using Licenses.Crypto.X509;
using Licenses.Testing.Shapes;
using Certificate = Licenses.Crypto.X509.Certificate;

namespace Licenses.Benchmarks.Figures;

/// <summary>Certificate paths beside the platform's own, found again, through growing graphs; and a list of a million entries.</summary>
internal sealed class TrustFigure() : Figure("trust", "certificate paths cold, warm and by size of the graph; a CRL of a million entries")
{
    private const int Entries = 1_000_000;
    private const int Sample = 10_000;

    public override Task MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        MeasurePath(run);
        MeasureGraphs(run);
        MeasureList(run);
        MeasureHostileCurve(run);
        return Task.CompletedTask;
    }

    // Everything parsed anew each time, as when a document brings its chain for the first time.
    private static void MeasurePath(Run run)
    {
        var chain = new SampleChains(1);
        var rates = CoreRate.InTurn(run.Period, () => Validate(chain), () => ValidateByPlatform(chain));
        double ratio = rates[0].Microseconds / rates[1].Microseconds;
        run.Add(new Row(
            "path of 3 certificates, cold", Run.Text($"{rates[0].Microseconds:N0} µs"),
            Run.Text($"X509Chain: {rates[1].Microseconds:N0} µs"), Run.Text($"{ratio:F2} x the time"), "≤ 3 x", ratio <= 3));

        var paths = new PathValidator(Anchors(chain), Pool(chain));
        var request = new PathRequest(Certificate.Decode(chain.Leaf), SampleChains.Now, CertificatePurpose.Seal, CertificatePool.Empty);
        var warm = CoreRate.InTurn(run.Period, () => Expect(paths.Validate(request)))[0];
        run.Add(new Row(
            "the same path, found before", Run.Text($"{1e6 / warm.Microseconds:N0} a second and core"), "", "", "≥ 100,000/s",
            1e6 / warm.Microseconds >= 100_000));
    }

    private static void MeasureGraphs(Run run)
    {
        var costs = new List<(int Size, double Cost)>();
        foreach (int authorities in (int[])[4, 8, 16])
        {
            var chain = new SampleChains(authorities);
            var pool = Pool(chain);
            var anchors = Anchors(chain);
            var leaf = Certificate.Decode(chain.Leaf);
            var request = new PathRequest(leaf, SampleChains.Now, CertificatePurpose.Seal, CertificatePool.Empty);
            costs.Add((chain.Links.Length, CoreRate.InTurn(
                run.Period / 2, () => Expect(new PathValidator(anchors, pool).Validate(request)))[0].Microseconds));
        }

        run.Add(new Row(
            "path through authorities that all certified each other, by certificates",
            string.Join(", ", costs.Select(cost => Run.Text($"{cost.Size:N0}: {cost.Cost:N0} µs"))),
            "linear: the same cost for each",
            string.Join(", ", costs.Select(cost => Run.Text($"{cost.Cost / cost.Size:N0} µs each")))));
    }

    private static void MeasureList(Run run)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] encoded = new LargeList(new X500DistinguishedName("CN=Root"), key, SampleChains.Now).Encode(Entries);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        var list = CertificateList.Decode(encoded);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        long held = GC.GetTotalMemory(forceFullCollection: true) - before;
        var load = CoreRate.InTurn(run.Period, () => CertificateList.Decode(encoded))[0];
        byte[] serial = LargeList.Serial(Entries / 2);
        var find = CoreRate.InTurn(run.Period / 2, () => _ = list.Find(serial) ?? throw new InvalidOperationException("not found"))[0];
        run.Add(new Row(
            Run.Text($"load a CRL of {Entries:N0} entries, {encoded.Length / 1e6:N0} MB"), Run.Text($"{load.Microseconds / 1e6:F2} s"),
            "", "", "≤ 2 s", load.Microseconds <= 2e6));
        run.Add(new Row("- memory beside the file", Run.Text($"{held / 1e6:N0} MB"), "", "", "≤ 100 MB", held <= 100_000_000));
        run.Add(new Row(
            "- allocated meanwhile", Run.Text($"{allocated / 1e6:N0} MB"), Run.Text($"each entry decoded: {CostOfDecoding(list) / 1e6:N0} MB"), "",
            "≤ 100 MB", allocated <= 100_000_000));
        run.Add(new Row("- find an entry", Run.Text($"{find.Microseconds:F2} µs")));
    }

    // What loading cost while entries with a reason were decoded: measured of some, and reckoned for all.
    private static double CostOfDecoding(CertificateList list)
    {
        byte[][] serials = [.. Enumerable.Range(0, Sample).Select(LargeList.Serial)];
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (byte[] serial in serials)
        {
            _ = list.Find(serial) ?? throw new InvalidOperationException("not found");
        }

        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Sample * Entries;
    }

    private static void MeasureHostileCurve(Run run)
    {
        byte[] encoded = MakeHostileCertificate();
        var refused = CoreRate.InTurn(run.Period / 2, () => ExpectRefused(encoded))[0];
        run.Add(new Row(
            "refuse a certificate with a binary curve of degree 2^31 - 1", Run.Text($"{refused.Microseconds:F1} µs"), "", "", "≤ 1 ms",
            refused.Microseconds <= 1_000));
    }

    private static void ExpectRefused(byte[] encoded)
    {
        try
        {
            Certificate.Decode(encoded);
        }
        catch (CertificateFormatException)
        {
            return;
        }

        throw new InvalidOperationException("the hostile certificate was read");
    }

    private static byte[] MakeHostileCertificate()
    {
        using var authority = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = new PublicKey(
            new Oid("1.2.840.10045.2.1"), new AsnEncodedData(ExplicitBinaryCurve()), new AsnEncodedData(new byte[67]));
        var request = new CertificateRequest(new X500DistinguishedName("CN=Hostile"), key, HashAlgorithmName.SHA256);
        using var issued = request.Create(
            new X500DistinguishedName("CN=Root"), X509SignatureGenerator.CreateForECDsa(authority),
            SampleChains.Now.AddDays(-1), SampleChains.Now.AddDays(1), [1]);
        return issued.RawData;
    }

    // ECParameters of X9.62 over a field that no library should compute in (CVE-2024-29857).
    private static byte[] ExplicitBinaryCurve()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.10045.1.2");
                using (writer.PushSequence())
                {
                    writer.WriteInteger(int.MaxValue);
                    writer.WriteObjectIdentifier("1.2.840.10045.1.2.3.2");
                    writer.WriteInteger(3);
                }
            }

            using (writer.PushSequence())
            {
                writer.WriteOctetString([1]);
                writer.WriteOctetString([1]);
            }

            writer.WriteOctetString(new byte[67]);
            writer.WriteInteger(19);
        }

        return writer.Encode();
    }

    private static void Validate(SampleChains chain)
    {
        var pool = Pool(chain);
        Expect(new PathValidator(Anchors(chain), pool).Validate(new PathRequest(
            Certificate.Decode(chain.Leaf), SampleChains.Now, CertificatePurpose.Seal, CertificatePool.Empty)));
    }

    private static void ValidateByPlatform(SampleChains chain)
    {
        using var root = X509CertificateLoader.LoadCertificate(chain.Root);
        using var link = X509CertificateLoader.LoadCertificate(chain.Links[0]);
        using var leaf = X509CertificateLoader.LoadCertificate(chain.Leaf);
        using var path = new X509Chain
        {
            ChainPolicy =
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
                VerificationTime = SampleChains.Now.UtcDateTime,
            },
        };
        path.ChainPolicy.CustomTrustStore.Add(root);
        path.ChainPolicy.ExtraStore.Add(link);
        if (!path.Build(leaf))
        {
            throw new InvalidOperationException("the platform refuses the sample");
        }
    }

    private static AnchorSet Anchors(SampleChains chain) => new([new TrustAnchor(Certificate.Decode(chain.Root))]);

    private static CertificatePool Pool(SampleChains chain) => new(chain.Links.Select(link => Certificate.Decode(link)));

    private static void Expect(PathOutcome outcome)
    {
        if (outcome is not PathOutcome.Valid)
        {
            throw new InvalidOperationException($"the sample is {outcome}");
        }
    }
}
