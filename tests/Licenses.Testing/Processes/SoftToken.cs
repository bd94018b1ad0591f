using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Licenses.Testing.Processes;

/// <summary>
/// SoftHSM tokens in a temporary folder of this process. All tokens must be made before the library is first used in the
/// process, because it looks for tokens only when it starts: so they are made together, once.
/// </summary>
public sealed class SoftToken
{
    public const string Pin = "73519462";

    private static readonly string[] Libraries =
    [
        "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
        "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    ];

    private readonly string _program;
    private readonly string _folder;
    private readonly string _configuration;

    /// <param name="folder">An empty folder, the caller's to delete.</param>
    public SoftToken(string folder)
    {
        _program = ForeignProgram.Find("softhsm2-util");
        _folder = folder;
        Library = Libraries.First(File.Exists);
        var tokens = Directory.CreateDirectory(Path.Combine(folder, "tokens"));
        _configuration = Path.Combine(folder, "softhsm2.conf");
        File.WriteAllText(_configuration, $"directories.tokendir = {tokens.FullName}\nlog.level = ERROR\n");
        if (SetEnvironment("SOFTHSM2_CONF", _configuration, 1) != 0) // .NET's own setter does not reach native code
        {
            throw new InvalidOperationException("setenv failed");
        }

        PinFile = Path.Combine(folder, "pin");
        File.WriteAllText(PinFile, Pin + "\n");
    }

    public string Library { get; }

    public string PinFile { get; }

    public void Make(string label) =>
        Run(_program, "--init-token", "--free", "--label", label, "--pin", Pin, "--so-pin", "12345678");

    /// <summary>Puts a key on a token, and its certificate where asked.</summary>
    public void Import(string token, X509Certificate2 certificate, string label, string id, bool withCertificate)
    {
        using var key = (AsymmetricAlgorithm?)certificate.GetECDsaPrivateKey() ?? certificate.GetRSAPrivateKey()!;
        var file = Path.Combine(_folder, $"{label}-{id}.pem");
        File.WriteAllText(file, key.ExportPkcs8PrivateKeyPem());
        Run(_program, "--import", file, "--token", token, "--label", label, "--id", id, "--pin", Pin);
        if (withCertificate)
        {
            File.WriteAllBytes(file, certificate.RawData);
            Run(
                ForeignProgram.Find("pkcs11-tool"), "--module", Library, "--token-label", token, "--login", "--pin", Pin,
                "--write-object", file, "--type", "cert", "--label", label, "--id", id);
        }

        File.Delete(file);
    }

    /// <summary>As a token that is pulled and put back: every session and login of this process ends.</summary>
    public void EndAllSessions()
    {
        var library = NativeLibrary.Load(Library);
        Call<Pointer>(library, "C_Finalize")(0);
        NativeLibrary.Free(library);
    }

    private static T Call<T>(nint library, string function) =>
        Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, function));

    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int SetEnvironment(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);

    private void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["SOFTHSM2_CONF"] = _configuration },
        })!;
        var output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {output}");
        }
    }

    private delegate nuint Pointer(nint argument);
}
