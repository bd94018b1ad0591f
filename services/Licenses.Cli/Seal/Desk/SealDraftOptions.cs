using System.CommandLine;
using System.Globalization;
using Licenses.Crypto.Seals;
using Licenses.Sealing.Desk;
using Licenses.Trust;

namespace Licenses.Cli.Seal.Desk;

/// <summary>The options that say what a seal is to be, offline or at a desk.</summary>
internal sealed class SealDraftOptions
{
    private readonly Option<string> _name = new("--name")
    {
        Description = "Name of the seal (印章名称).", HelpName = "NAME", Required = true,
    };

    private readonly Option<string> _kind = new Option<string>("--kind")
    {
        Description = "What it is for.",
        HelpName = "official|finance|invoice|contract|name|special",
        DefaultValueFactory = _ => "official",
    }.AcceptOnlyFromAmong("official", "finance", "invoice", "contract", "name", "special");

    private readonly Option<string[]> _signers = new("--signer")
    {
        Description = "Certificate that may apply it (PEM or DER): SM2, naming the organisation. May be given several times.",
        HelpName = "FILE",
        Required = true,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _picture = new("--picture")
    {
        Description = "Its picture: PNG, or SVG of shapes and text only. On a PDF an SVG is drawn where it has plain "
            + "shapes and paints only; with text or gradients the seal is applied invisibly or with another --picture.", HelpName = "FILE", Required = true,
    };

    private readonly Option<string> _size = new("--size")
    {
        Description = "Its size in millimetres, 10 to 60 each way.", HelpName = "WxH", DefaultValueFactory = _ => "42x42",
    };

    private readonly Option<string?> _from = new("--valid-from")
    {
        Description = "First instant of validity (ISO 8601; UTC where no offset stands): at most a day ago, "
            + "and not before the beginning of any certificate; default: now.", HelpName = "TIME",
    };

    private readonly Option<string> _until = new("--valid-until")
    {
        Description = "Last instant of validity: not after the end of any certificate.", HelpName = "TIME", Required = true,
    };

    private readonly Option<string> _format = new Option<string>("--format")
    {
        Description = "2020: GB/T 38540-2020 (version 4). 2025: GM/T 0031-2025 (version 5).",
        HelpName = "2020|2025",
        DefaultValueFactory = _ => "2020",
    }.AcceptOnlyFromAmong("2020", "2025");

    private readonly Option<bool> _digests = new("--digests")
    {
        Description = "List the signers by SM3 digests in place of whole certificates (certListType 2).",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_name, _kind, _signers, _picture, _size, _from, _until, _format, _digests])
        {
            command.Options.Add(option);
        }
    }

    public SealDraft Read(ParseResult result, DateTimeOffset now)
    {
        var (width, height) = Size(result.GetRequiredValue(_size));
        byte[] picture = PictureOf(SealVerifyCommand.ExistingFile(result.GetRequiredValue(_picture))!);
        return new SealDraft
        {
            Name = result.GetRequiredValue(_name),
            Kind = Enum.Parse<SealKind>(result.GetRequiredValue(_kind), ignoreCase: true),
            Format = result.GetRequiredValue(_format) == "2025" ? SealFormat.Gmt2025 : SealFormat.Gbt2020,
            Picture = new SealPicture(
                picture is [0x89, ..] ? SealPictureCheck.Png : SealPictureCheck.Svg, picture, width, height),
            ValidFrom = result.GetValue(_from) is { } from ? Time("--valid-from", from) : InSeconds(now),
            BeginsWhenAsked = result.GetValue(_from) is null,
            ValidUntil = Time("--valid-until", result.GetRequiredValue(_until)),
            Signers = [.. result.GetRequiredValue(_signers).Select(CertificateOf)],
            ListsDigests = result.GetValue(_digests),
        };
    }

    private static byte[] PictureOf(string path) => new FileInfo(path).Length <= SealPictureCheck.LargestFile
        ? File.ReadAllBytes(path)
        : throw new UsageException($"--picture {path}: a seal's picture has at most 256 KiB.");

    private static ReadOnlyMemory<byte> CertificateOf(string path)
    {
        try
        {
            return CertificateFile.ReadFirst(SealVerifyCommand.ExistingFile(path)!).Encoded;
        }
        catch (TrustFormatException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    private static (int Width, int Height) Size(string text) =>
        text.Split('x') is [var width, var height]
        && int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out int w)
        && int.TryParse(height, NumberStyles.None, CultureInfo.InvariantCulture, out int h)
            ? (w, h)
            : throw new UsageException($"--size takes whole millimetres such as 42x42, not {text}.");

    private static DateTimeOffset Time(string option, string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        ? InSeconds(time)
        : throw new UsageException($"{option} takes a time such as 2026-06-01T12:00:00Z, not {text}.");

    // Seals tell their times in whole seconds.
    private static DateTimeOffset InSeconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
}
