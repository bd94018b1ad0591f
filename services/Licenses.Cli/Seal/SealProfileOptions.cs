using System.CommandLine;
using Licenses.Crypto.Seals;
using Licenses.Pdf.Signing;

namespace Licenses.Cli.Seal;

/// <summary>The options that say by which standard a document is sealed, and with which electronic seal.</summary>
internal sealed class SealProfileOptions
{
    private const string Ses = "ses";

    private readonly Option<string?> _profile = new Option<string?>("--profile")
    {
        Description = "pades: CAdES with any key (default). sm2-cades: the same, with SM2. "
            + "sm2-pkcs7: SM2 in PKCS #7 (adbe.pkcs7.detached). sm2-pkcs7-gm: the same by GM/T 0010. "
            + "ses: the electronic seal of --seal (GB/T 38540, GM/T 0031).",
        HelpName = "pades|sm2-cades|sm2-pkcs7|sm2-pkcs7-gm|ses",
    }.AcceptOnlyFromAmong("pades", "sm2-cades", "sm2-pkcs7", "sm2-pkcs7-gm", Ses);

    private readonly Option<string?> _seal = new("--seal")
    {
        Description = "The electronic seal to apply (DER), for --profile ses; --key must be one that it lists. "
            + "With --at or --keyword its own picture is shown, unless --picture is given; one that cannot be drawn "
            + "(OFD, SVG with text or gradients) is refused with the reason, and --picture takes its place.",
        HelpName = "ESL",
    };

    private readonly Option<string?> _filter = new("--filter")
    {
        Description = "/Filter for --profile ses. Default: GM.PKILite.", HelpName = "NAME",
    };

    private readonly Option<string?> _subFilter = new("--subfilter")
    {
        Description = "/SubFilter for --profile ses. Default: GM.sm2seal.", HelpName = "NAME",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_profile, _seal, _filter, _subFilter])
        {
            command.Options.Add(option);
        }
    }

    public SealProfile Read(ParseResult result)
    {
        var seal = result.GetValue(_seal);
        var name = result.GetValue(_profile) ?? (seal is null ? "pades" : Ses);
        if (name == Ses)
        {
            return ReadSes(result, seal ?? throw new UsageException("--profile ses applies an electronic seal: give --seal ESL."));
        }

        if (seal is not null || result.GetValue(_filter) is not null || result.GetValue(_subFilter) is not null)
        {
            throw new UsageException($"--seal, --filter and --subfilter are for --profile ses, not for {name}.");
        }

        return name switch
        {
            "sm2-cades" => new SealProfile.Sm2Cades(),
            "sm2-pkcs7" => new SealProfile.Sm2Pkcs7(),
            "sm2-pkcs7-gm" => new SealProfile.Sm2Pkcs7National(),
            _ => new SealProfile.Pades(),
        };
    }

    private SealProfile.Ses ReadSes(ParseResult result, string path)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"There is no seal file {path}.");
        }

        try
        {
            return new SealProfile.Ses(ElectronicSeal.Decode(File.ReadAllBytes(path)))
                .Named(result.GetValue(_filter), result.GetValue(_subFilter));
        }
        catch (SealFormatException exception)
        {
            throw new UsageException($"{path} is no electronic seal: {exception.Message}");
        }
        catch (ArgumentException exception)
        {
            int end = exception.Message.LastIndexOf(" (Parameter", StringComparison.Ordinal); // whose name says nothing here
            throw new UsageException(
                $"--filter, --subfilter: {(end < 0 ? exception.Message : exception.Message[..end])} A name has 1 to 64 letters, digits, points, dashes or underscores.");
        }
    }
}
