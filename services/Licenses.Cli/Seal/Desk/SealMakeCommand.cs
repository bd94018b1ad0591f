using System.CommandLine;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Licenses.Sealing.Desk;
using Licenses.V1;
using SealDraft = Licenses.Sealing.Desk.SealDraft;
using SealFormat = Licenses.Crypto.Seals.SealFormat;

namespace Licenses.Cli.Seal.Desk;

/// <summary><c>licenses seal make</c>: makes an electronic seal with a maker's key file, or asks a server's desk for one.</summary>
internal static class SealMakeCommand
{
    private const string Examples = """
        licenses seal make --maker certs-sample/national/sm2-maker.p12 --password-env SEAL_PASSWORD -o police.esl \
            --name 样例市公安局电子印章 --picture seal.svg --signer certs-sample/national/sm2-police.pem \
            --valid-until 2027-12-31 --trust certs-sample/trust --trust certs-sample/authorities/sm2-ca.pem \
            --crl certs-sample/crls
                                                            offline: a seal by GB/T 38540-2020 in police.esl
        licenses seal make --server https://localhost:7443 --cert me.pem --key me.key.pem --ca root.pem \
            --name 样例市公安局电子印章 --picture seal.svg --signer police.pem --valid-until 2027-12-31
                                                            asks the desk; another person approves (licenses seal approve)
        licenses seal make --server URL --seal SEAL …       makes SEAL anew, after a signer's certificate was renewed

        A file that is called make is sealed as ./make.
        Offline, the certificates are checked where --trust says whom to trust; else the answer says that they were not.
        Exit codes: 0 made, or asked for   2 refused   64 bad usage   74 cannot read or write
        """;

    public static Command Create(CliContext context)
    {
        var organisation = new Option<string?>("--organisation") { Description = "Credit code of the organisation; at a desk, your own by default.", HelpName = "CODE" };
        var seal = new Option<string?>("--seal") { Description = "The seal to be made anew, at a desk.", HelpName = "SEAL" };
        var reason = new Option<string?>("--reason") { Description = "Why, at a desk.", HelpName = "TEXT" };
        var draft = new SealDraftOptions();
        var offline = new OfflineMakeOptions();
        var desk = new DeskOptions();
        var command = new TaughtCommand("make", "Makes an electronic seal, or asks a server's desk for one.", Examples)
        {
            organisation, seal, reason,
        };
        offline.AddTo(command);
        draft.AddTo(command);
        desk.AddTo(command, writes: true);
        command.SetAction(async (result, cancellationToken) =>
        {
            var wanted = draft.Read(result, context.Clock.GetUtcNow());
            if (offline.IsGiven(result))
            {
                using var key = offline.ReadKey(result);
                var making = offline.Read(context, result) with
                {
                    Organisation = result.GetValue(organisation), IsJson = desk.IsJson(result),
                };
                return await making.MakeAsync(key, wanted, cancellationToken);
            }

            var request = RequestOf(wanted, desk.RequestId(result), result.GetValue(organisation), result.GetValue(seal));
            request.Reason = result.GetValue(reason) ?? "";
            var asked = await desk.AskAsync(
                result, async client => await client.MakeSealAsync(request, cancellationToken: cancellationToken));
            SealRecordView.Show(context, asked, desk.IsJson(result));
            return ExitCode.Passed;
        });
        return command;
    }

    private static MakeSealRequest RequestOf(SealDraft draft, string requestId, string? organisation, string? seal) => new()
    {
        RequestId = requestId,
        OrganisationCode = organisation ?? "",
        SealId = seal ?? "",
        Draft = new V1.SealDraft
        {
            Name = draft.Name,
            Kind = (V1.SealKind)(int)draft.Kind, // the numbers are the standard's, on either side
            Format = draft.Format == SealFormat.Gmt2025 ? V1.SealFormat.Gmt00312025 : V1.SealFormat.Gbt385402020,
            Picture = new V1.SealPicture
            {
                Kind = draft.Picture.Type == SealPictureCheck.Png ? SealPictureKind.Png : SealPictureKind.Svg,
                Data = ByteString.CopyFrom(draft.Picture.Data.Span),
                WidthMm = draft.Picture.Width,
                HeightMm = draft.Picture.Height,
            },
            ValidFrom = draft.BeginsWhenAsked ? null : draft.ValidFrom.ToTimestamp(), // the desk's clock tells
            ValidUntil = draft.ValidUntil.ToTimestamp(),
            ListDigests = draft.ListsDigests,
            Signers = { draft.Signers.Select(signer => ByteString.CopyFrom(signer.Span)) },
        },
    };
}
