using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Licenses.Server.Endpoints.Hosting;

/// <summary>The certificate with which the server proves itself on both listeners.</summary>
internal sealed class TlsOptions
{
    public const string Section = "Tls";

    /// <summary>PEM file: the server's certificate and after it its intermediate authorities. Required.</summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>PEM file: its private key, PKCS#8. Required.</summary>
    public string KeyFile { get; set; } = "";

    internal sealed class Validator(TimeProvider clock) : IValidateOptions<TlsOptions>
    {
        public ValidateOptionsResult Validate(string? name, TlsOptions options)
        {
            if (options.CertificateFile.Length == 0 || options.KeyFile.Length == 0)
            {
                return ValidateOptionsResult.Fail(
                    "Tls:CertificateFile and Tls:KeyFile are required: PEM files of the server's certificate chain and key.");
            }

            try
            {
                using var identity = ServerIdentity.Load(options);
                return identity.Certificate.NotAfter.ToUniversalTime() > clock.GetUtcNow().UtcDateTime
                    ? ValidateOptionsResult.Success
                    : ValidateOptionsResult.Fail(
                        $"Tls:CertificateFile '{options.CertificateFile}' expired on {identity.Certificate.NotAfter:u}.");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException
                or ArgumentException) // the key is another certificate's
            {
                return ValidateOptionsResult.Fail(
                    $"Tls: the certificate '{options.CertificateFile}' with key '{options.KeyFile}' cannot be used: {e.Message}");
            }
        }
    }
}
