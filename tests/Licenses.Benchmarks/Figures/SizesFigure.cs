using Licenses.Benchmarks.Harness;
using Licenses.Benchmarks.Material;
using Licenses.Catalog;
using Licenses.Exemption;
using Licenses.Issuing;
using Licenses.Pdf.Composing;
using Licenses.Pdf.Syntax;
using Licenses.V1;
using Licenses.Verification;

namespace Licenses.Benchmarks.Figures;

/// <summary>How cost grows with bytes, revisions, licenses of a holder and materials of an item: three sizes of each.</summary>
internal sealed class SizesFigure() : Figure("sizes", "cost at three sizes each: bytes, revisions, licenses of a holder, materials")
{
    public override async Task MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        await VerifyBytesAsync(run, cancellationToken);
        await VerifyRevisionsAsync(run, cancellationToken);
        await using var city = await CityInProcess.StartAsync(run, "sizes", cancellationToken);
        await ListLicensesAsync(run, city, cancellationToken);
        CheckMaterials(run, city);
    }

    private static async Task VerifyBytesAsync(Run run, CancellationToken cancellationToken)
    {
        using var key = SampleLicenses.Key("police");
        var costs = new List<(double, double)>();
        foreach (int size in new[] { 1, 4, 16 })
        {
            var path = Path.Combine(run.Folder.FullName, $"sizes-{size}.pdf");
            ScannedDocument.Write(path, size * 1_000_000L);
            var document = await SampleLicenses.SealAsync(
                await File.ReadAllBytesAsync(path, cancellationToken), SampleLicenses.PlainSeal, key, cancellationToken);
            costs.Add((size, Microseconds(run, Verification(document, seals: 1))));
        }

        Add(run, "verify, by MB of the file", costs);
    }

    private static async Task VerifyRevisionsAsync(Run run, CancellationToken cancellationToken)
    {
        using var key = SampleLicenses.Key("police");
        ReadOnlyMemory<byte> document = FaceComposer.Compose(SampleLicenses.Face, SampleLicenses.Fonts);
        var costs = new List<(double, double)>();
        for (int seals = 1; seals <= 16; seals++)
        {
            document = await SampleLicenses.SealAsync(document, SampleLicenses.PlainSeal, key, cancellationToken);
            if (seals is 4 or 8 or 16)
            {
                costs.Add((seals, Microseconds(run, Verification(document, seals))));
            }
        }

        Add(run, "verify, by seals, each with a revision", costs);
    }

    private static async Task ListLicensesAsync(Run run, CityInProcess city, CancellationToken cancellationToken)
    {
        var client = new IssuingService.IssuingServiceClient(city.Connections.Open("issuer-police"));
        var store = city.Get<ILicenseStore>();
        var first = city.City.NextResidencePermit();
        _ = Licenses.Subject.TryCreate(Licenses.SubjectKind.Person, first.Holder.Code, first.Holder.Name, out var holder);
        var costs = new List<(double, double)>();
        for (int held = 1; held <= 100; held++)
        {
            var request = first.Clone();
            request.RequestId = Guid.NewGuid().ToString("N");
            await client.IssueAsync(request, cancellationToken: cancellationToken);
            if (held is 10 or 30 or 100)
            {
                costs.Add((held, Microseconds(
                    run, () => store.ListByHolderAsync(holder!, [], null, 200, default).AsTask().GetAwaiter().GetResult())));
            }
        }

        Add(run, "list, by licenses of the holder", costs);
    }

    private static void CheckMaterials(Run run, CityInProcess city)
    {
        var checker = city.Get<ExemptionChecker>();
        var item = city.Get<CityCatalog>().FindItem(city.City.Enrolment().ItemCode)!;
        var costs = new List<(double, double)>();
        foreach (int times in new[] { 1, 2, 4 })
        {
            var many = item with { Materials = [.. Enumerable.Repeat(item.Materials, times).SelectMany(materials => materials)] };
            var question = city.City.Question(many);
            costs.Add((many.Materials.Length, Microseconds(
                run, () => checker.CheckAsync(question, default).GetAwaiter().GetResult())));
        }

        Add(run, "check, by materials, decision filed and synced alone", costs);
    }

    private static Action Verification(ReadOnlyMemory<byte> document, int seals)
    {
        var request = new VerificationRequest
        {
            At = SampleLicenses.Now.AddDays(1), Trust = SampleLicenses.Trust(), Policy = Pdf.Signing.InspectionPolicy.Pades,
        };
        return () =>
        {
            using var source = PdfSource.FromMemory(document);
            var report = DocumentVerifier.Verify(source, request, CancellationToken.None);
            if (report.Verdict != Licenses.Verification.DocumentVerdict.Passed || report.Signatures.Length != seals)
            {
                throw new InvalidOperationException($"the sample is {report.Verdict}");
            }
        };
    }

    private static double Microseconds(Run run, Action action) => CoreRate.InTurn(run.Period / 2, action)[0].Microseconds;

    private static void Add(Run run, string name, List<(double Size, double Cost)> costs) => run.Add(new Row(
        name,
        string.Join(", ", costs.Select(cost => Run.Text($"{cost.Size:N0}: {cost.Cost:N0} µs"))),
        "linear: the same cost for each",
        string.Join(", ", costs.Select(cost => Run.Text($"{cost.Cost / cost.Size:N1} µs each")))));
}
