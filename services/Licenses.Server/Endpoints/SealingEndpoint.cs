using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Licenses.Catalog;
using Licenses.Pdf.Signing;
using Licenses.Sealing;
using Licenses.Sealing.Desk;
using Licenses.Server.Endpoints.Access;
using Licenses.Server.Endpoints.Refusals;
using Licenses.Server.Endpoints.Wire;
using Licenses.Server.Telemetry;
using Licenses.V1;
using Licenses.Verification;

namespace Licenses.Server.Endpoints;

/// <summary>Seals what departments stream in, and streams it back; and is the counter of the seal desk.</summary>
internal sealed partial class SealingEndpoint(
    DocumentSealing sealing, UploadBudget budget, SealDesk desk, SealRegister register, CityCatalog catalog, TimeProvider clock)
    : SealingService.SealingServiceBase
{
    private const double DefaultDiameter = 42; // GB/T 9704's size for public bodies, as the contract says

    public override async Task Seal(
        IAsyncStreamReader<V1.SealRequest> requestStream, IServerStreamWriter<SealReply> responseStream, ServerCallContext context)
    {
        var options = await DocumentChunks.ReadOptionsAsync(
            requestStream, message => message.Options, context.CancellationToken);
        var order = Read(options); // a bad order is refused before the file has travelled
        using var upload = new Upload(budget);
        await DocumentChunks.ReadAsync(requestStream, message => message.Chunk, upload, context.CancellationToken);

        var sealedOnce = (await sealing.SealAsync(
            context.GetCaller(), order, upload.Bytes, context.CancellationToken)).OrRefuse();
        var done = sealedOnce.Value;
        var (document, record) = done;
        CallRecord.Of(context).Is(sealedOnce.IsRepeated ? "SEALED_BEFORE" : "SEALED", record.RecordId);

        var result = new SealResult
        {
            Document = DocumentChunks.InfoOf(document, $"{record.RecordId}.pdf"),
            FieldName = record.FieldName,
            Seals = record.Seals,
            SealedAt = record.SealedAt.ToTimestamp(),
            Level = done.Level.ToStandardName(),
            LevelNote = done.Missing ?? "",
        };
        await responseStream.WriteAsync(new SealReply { Result = result }, context.CancellationToken);
        await DocumentChunks.WriteAsync(
            document, responseStream, chunk => new SealReply { Chunk = chunk }, context.CancellationToken);
    }

    private static SealOrder Read(SealOptions options)
    {
        var reader = new RequestReader();
        var requestId = reader.RequestId(options.RequestId);
        var profile = Kinds.Read(options.Profile);
        if (profile is null)
        {
            reader.Violate("options.profile", "没有这一签章格式", "there is no such profile");
        }

        return new SealOrder(
            reader.Good(requestId), options.Reason, options.Location, Read(options.Certification),
            options.Placement is { } place ? Read(place) : null, options.FieldName)
        {
            Profile = profile ?? default,
            SealId = options.SealId,
        };
    }

    private static CertificationLevel? Read(Certification certification) => certification switch
    {
        Certification.NoChanges => CertificationLevel.NoChanges,
        Certification.FormFilling => CertificationLevel.FormFilling,
        Certification.Annotations => CertificationLevel.Annotations,
        _ => null,
    };

    private static SealPlace Read(V1.SealPlacement place) => new(
        place.Page, place.CenterXMm, place.CenterYMm, place.DiameterMm == 0 ? DefaultDiameter : place.DiameterMm);
}
