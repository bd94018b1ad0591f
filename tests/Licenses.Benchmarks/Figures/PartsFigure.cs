using System.Security.Cryptography;
using Google.Protobuf;
using Licenses.Benchmarks.Harness;
using Licenses.Benchmarks.Material;
using Licenses.Catalog;
using Licenses.Exemption;
using Licenses.Issuing;
using Licenses.Revocation;
using Licenses.Server.Endpoints.Wire;
using Licenses.Server.Storage;

namespace Licenses.Benchmarks.Figures;

/// <summary>Where the time of a check goes: each part alone, in this process, without gRPC.</summary>
internal sealed class PartsFigure() : Figure("parts", "the parts of a check, each alone: where its time goes")
{
    public override async Task MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        await using var city = await CityInProcess.StartAsync(run, "parts", cancellationToken);
        var store = city.Get<ILicenseStore>();
        var facts = city.Get<IExemptionStore>();
        var statuses = city.Get<StatusReader>();
        var checker = city.Get<ExemptionChecker>();
        var personal = city.Get<PersonalData>();
        var item = city.Get<CityCatalog>().FindItem(city.City.Enrolment().ItemCode)!;
        var question = city.City.Question(item);
        var held = await store.ListByHolderAsync(question.Applicant, ["residence-permit"], null, 20, cancellationToken);
        var number = held[0].License.Number;
        var document = (await store.FindDocumentAsync(number, cancellationToken))!.Value.ToArray();
        var report = ((Outcome<ExemptionReport>.Done)await checker.CheckAsync(question, cancellationToken)).Value;
        var message = ExemptionWriter.Write(report);
        var sealedReport = personal.Seal(report, Place.Report, report.DecisionId);

        Measure("the whole check, its decision filed and synced", () => checker.CheckAsync(question, default));
        Measure("- when 32 are under way", () => Task.WhenAll(Enumerable.Range(0, 32).Select(_ => checker.CheckAsync(question, default))), 32);
        Measure("list the licenses of a holder", () => store.ListByHolderAsync(question.Applicant, ["residence-permit"], null, 20, default).AsTask());
        Measure("find a license's status, remembered", () => statuses.ReadAsync(number, TimeSpan.FromSeconds(30), default).AsTask());
        Measure($"read and decrypt a sealed file of {document.Length:N0} bytes", () => store.FindDocumentAsync(number, default).AsTask());
        Measure("SHA-256 of the file", () => Done(SHA256.HashData(document)));
        Measure("find a fact", () => facts.FindFactAsync(question.Applicant, "social-insurance-paid", default).AsTask());
        Measure($"the decision as sealed JSON, {sealedReport.Length:N0} bytes", () => Done(personal.Seal(report, Place.Report, report.DecisionId)));
        Measure($"the decision as a message, {message.CalculateSize():N0} bytes", () => Done(ExemptionWriter.Write(report).ToByteArray()));

        void Measure(string part, Func<Task> action, int times = 1)
        {
            var rate = CoreRate.InTurn(run.Period, () => action().GetAwaiter().GetResult())[0];
            run.Add(new Row(part, Run.Text($"{rate.Microseconds / times:F1} µs, {rate.BytesEach / times / 1024:F1} KB allocated by the caller")));
        }

        static Task Done(byte[] result) => result.Length > 0 ? Task.CompletedTask : throw new InvalidOperationException("no bytes");
    }
}
