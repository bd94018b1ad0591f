using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Licenses.Cli.Pki.Serving;

/// <summary>One HTTP exchange with a served PKI.</summary>
internal sealed class WorldExchange(PkiWorld world, WorldAddresses addresses, HttpContext context)
{
    private const int MostGarbage = 4096;
    private const long Endless = 512L * 1024 * 1024;

    private CancellationToken Aborted => context.RequestAborted;

    public async Task AnswerAsync()
    {
        string[] path = (context.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        switch (path)
        {
            case ["crl", var file] when file.EndsWith(".crl", StringComparison.Ordinal):
                await ServeAsync(WorldService.Crl, "application/pkix-crl", () =>
                    new(world.Publish(file[..^4], "complete", addresses)));
                break;
            case ["mirror", var file] when file.EndsWith(".crl", StringComparison.Ordinal):
                await ServeAsync(WorldService.Mirror, "application/pkix-crl", () =>
                    new(world.Publish(file[..^4], "complete", addresses, WorldService.Mirror)));
                break;
            case ["crl", var authority, var file] when file.EndsWith(".crl", StringComparison.Ordinal):
                await ServeAsync(WorldService.Crl, "application/pkix-crl", () =>
                    new(world.Publish(authority, file[..^4], addresses)));
                break;
            case ["ocsp", var authority, ..]:
                await ServeAsync(WorldService.Ocsp, "application/ocsp-response", () =>
                    AnswerOcspAsync(authority, path[2..], WorldService.Ocsp));
                break;
            case ["ocsp-checked", var authority, ..]:
                await ServeAsync(WorldService.CheckedOcsp, "application/ocsp-response", () =>
                    AnswerOcspAsync(authority, path[2..], WorldService.CheckedOcsp));
                break;
            case ["tsa"]:
                await ServeAsync(WorldService.Tsa, "application/timestamp-reply", async () =>
                    await world.StampAsync(await ReadBodyAsync(), Aborted));
                break;
            case ["ca", var file]:
                await ServeAsync(WorldService.Ca, "application/pkix-cert", () =>
                    AnswerAuthorityAsync(Path.GetFileNameWithoutExtension(file)));
                break;
            case ["admin", ..]:
                await new WorldAdministration(world, context).AnswerAsync(path[1..]);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private async Task ServeAsync(WorldService service, string type, Func<ValueTask<byte[]?>> answer)
    {
        world.Switches.Count(service);
        switch (world.Switches[service])
        {
            case WorldFault.Down:
                context.Abort();
                return;
            case WorldFault.Unavailable:
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            case WorldFault.Redirect when !context.Request.Query.ContainsKey("again"):
                context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
                context.Response.Headers.Location = $"{context.Request.Path}?again=1";
                return;
            case WorldFault.Slow:
                await Task.Delay(world.Switches.Delay, Aborted).ContinueWith(_ => { }, TaskScheduler.Default);
                break;
            case WorldFault.Garbage:
                await WriteAsync(type, RandomNumberGenerator.GetBytes(MostGarbage));
                return;
            case WorldFault.Huge:
                await WriteEndlesslyAsync(type);
                return;
            default:
                break;
        }

        if (await answer() is { } bytes)
        {
            await WriteAsync(type, bytes);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    // RFC 6960, A.1: POST, or GET with the request in base64 as the rest of the path.
    private async ValueTask<byte[]?> AnswerOcspAsync(string authority, string[] rest, WorldService service)
    {
        if (HttpMethods.IsPost(context.Request.Method))
        {
            return world.AnswerOcsp(authority, await ReadBodyAsync(), service);
        }

        var text = Uri.UnescapeDataString(string.Join('/', rest));
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out int length)
            ? world.AnswerOcsp(authority, buffer.AsMemory(0, length), service)
            : OcspReply.Error(OcspReply.MalformedRequest);
    }

    private async ValueTask<byte[]?> AnswerAuthorityAsync(string authority)
    {
        if (!world.Has(authority))
        {
            return null;
        }

        if (!HttpMethods.IsPost(context.Request.Method))
        {
            return world.CertificateOf(authority);
        }

        try
        {
            var body = await ReadBodyAsync();
            var order = body.Span.StartsWith("-----BEGIN"u8)
                ? CertificateRequest.LoadSigningRequestPem(
                    Encoding.ASCII.GetString(body.Span), HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions)
                : CertificateRequest.LoadSigningRequest(
                    body.ToArray(), HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
            using var certificate = world.Issue(authority, order, addresses);
            return certificate.RawData;
        }
        catch (CryptographicException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return [];
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadBodyAsync()
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, Aborted);
        return body.ToArray();
    }

    private async Task WriteAsync(string type, byte[] bytes)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, Aborted);
    }

    private async Task WriteEndlesslyAsync(string type)
    {
        context.Response.ContentType = type;
        byte[] block = new byte[64 * 1024];
        try
        {
            for (long written = 0; written < Endless; written += block.Length)
            {
                await context.Response.Body.WriteAsync(block, Aborted);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return; // whoever asked has had enough
        }
    }
}
