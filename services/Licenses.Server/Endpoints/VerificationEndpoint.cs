using System.Security.Cryptography;
using Grpc.Core;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Server.Endpoints.Wire;
using Licenses.Server.Telemetry;
using Licenses.V1;
using Licenses.Verification;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Endpoints;

/// <summary>Tells what a PDF is worth that somebody streams in.</summary>
internal sealed class VerificationEndpoint(
    LicenseVerifier verifier, UploadBudget budget, TimeProvider clock, IOptions<VerificationOptions> limits)
    : VerificationService.VerificationServiceBase
{
    private const int MostPassword = 127; // bytes that ISO 32000-2, 7.6.4.3 looks at

    private const long MostAge = 3650 * 86_400L; // seconds

    private static readonly TimeSpan AllowedSkew = TimeSpan.FromMinutes(2);

    public override async Task<VerifyReply> Verify(IAsyncStreamReader<VerifyRequest> requestStream, ServerCallContext context)
    {
        var options = await DocumentChunks.ReadOptionsAsync(
            requestStream, message => message.Options, context.CancellationToken);
        var request = Read(options);
        using var upload = new Upload(budget);
        await DocumentChunks.ReadAsync(requestStream, message => message.Chunk, upload, context.CancellationToken);

        using var source = PdfSource.FromMemory(upload.Bytes);
        var verification = await VerifyAsync(source, request, context.CancellationToken);
        CallRecord.Of(context).Is(
            verification.Verdict.ToStandardName(), verification.Status?.Entry.Number.Value ?? "-");
        return VerificationWriter.Write(
            verification, SHA256.HashData(upload.Bytes.Span), request.At, clock.GetUtcNow());
    }

    // The judging polls the token: whether the caller has gone or the time is over, no core works on.
    private async Task<LicenseVerification> VerifyAsync(
        PdfSource source, VerificationRequest request, CancellationToken cancellationToken)
    {
        var most = limits.Value.TimeLimit;
        using var limit = new CancellationTokenSource(most, clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await verifier.VerifyAsync(source, request, ended.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return LicenseVerification.Unfinished(most);
        }
    }

    private VerificationRequest Read(VerifyOptions options)
    {
        var reader = new RequestReader();
        var now = clock.GetUtcNow();
        var at = reader.OptionalTime("options.at", options.At) ?? now;
        if (at > now + AllowedSkew)
        {
            reader.Violate("options.at", "不得晚于当前时间", "must not be in the future");
        }

        if (options.Password.Length > MostPassword)
        {
            reader.Violate("options.password", "不得超过 127 个字符", "must have at most 127 characters");
        }

        if (options.MaxAge is { } age && (age.Seconds is < 0 or > MostAge || age.Nanos is < 0 or > 999_999_999))
        {
            reader.Violate("options.max_age", "须在 0 至 3650 天之间", "must be within 0 to 3650 days");
        }

        reader.RefuseIfBad();
        return new VerificationRequest
        {
            At = at,
            MaxAge = options.MaxAge?.ToTimeSpan(),
            Password = options.Password.Length == 0 ? null : options.Password,
            Policy = options.Policy switch
            {
                VerificationPolicy.Pades => InspectionPolicy.Pades,
                VerificationPolicy.Crypto => InspectionPolicy.Crypto,
                _ => InspectionPolicy.Strict, // the strictest, also for a policy that is not known here
            },
        };
    }
}
