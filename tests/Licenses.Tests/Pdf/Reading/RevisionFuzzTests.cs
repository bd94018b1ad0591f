using System.Diagnostics;
using System.Security.Cryptography;
using Licenses.Crypto;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Testing.Attacks;
using Licenses.Testing.Processes;

namespace Licenses.Tests.Pdf.Reading;

/// <summary>Random later revisions: where a sealed license still passes, another program draws the pages that were sealed.</summary>
public sealed class RevisionFuzzTests : IDisposable
{
    private const int ShortRun = 300;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly Dictionary<byte[], string> _pictures = [];

    [Fact]
    public async Task What_passes_after_a_random_revision_looks_as_it_was_sealed()
    {
        string mutool = ForeignProgram.Find("mutool");
        var seeds = new List<byte[]>();
        foreach (var attack in AttackCatalog.All.Where(attack => attack.Strict == Verdict.Passed))
        {
            seeds.Add(await attack.Build());
        }

        FuzzRun.Repeat(ShortRun, seed =>
        {
            byte[] original = seeds[seed % seeds.Count];
            byte[] revised = new RevisionMutator(seed).Revise(original);
            if (Passes(revised))
            {
                if (!_pictures.TryGetValue(original, out string? picture))
                {
                    _pictures.Add(original, picture = Draw(mutool, original));
                }

                Assert.True(picture == Draw(mutool, revised), $"seed {seed} passes, and looks otherwise");
            }
        });
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static bool Passes(byte[] document)
    {
        try
        {
            var signatures = PdfInspector.Inspect(PdfSource.FromMemory(document)).Signatures;
            return !signatures.IsEmpty && signatures.All(signature => signature.Verdict != Verdict.Failed);
        }
        catch (PdfFormatException)
        {
            return false;
        }
    }

    private string Draw(string mutool, byte[] document)
    {
        string input = Path.Combine(_folder.FullName, "in.pdf");
        string output = Path.Combine(_folder.FullName, "out.pnm");
        File.WriteAllBytes(input, document);
        using var program = Process.Start(new ProcessStartInfo(mutool, ["draw", "-q", "-r", "36", "-F", "pnm", "-o", output, input])
        {
            RedirectStandardError = true,
        })!;
        program.StandardError.ReadToEnd();
        program.WaitForExit();
        string print = File.Exists(output) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(output))) : "nothing";
        File.Delete(output);
        return print;
    }
}
