using System.CommandLine;
using System.Globalization;
using Licenses.Pdf.Composing;
using Licenses.Pdf.Composing.Fonts;
using Licenses.Pdf.Composing.Images;
using Licenses.Pdf.Composing.Seals;
using Licenses.Pdf.Signing;

namespace Licenses.Cli.Seal;

/// <summary>The options that say where a seal is seen, and as what. Without any of them the seal is invisible.</summary>
internal sealed class SealPlaceOptions
{
    private readonly Option<string?> _at = new("--at")
    {
        Description = "Middle of the seal in millimetres from the page's left and lower edge.", HelpName = "X,Y",
    };

    private readonly Option<int> _page = new("--page")
    {
        Description = "Page for --at, from 1; -1 is the last one.", HelpName = "N", DefaultValueFactory = _ => SealPlacement.LastPage,
    };

    private readonly Option<string?> _keyword = new("--keyword")
    {
        Description = "Set the seal over this text.", HelpName = "TEXT",
    };

    private readonly Option<int> _occurrence = new("--occurrence")
    {
        Description = "Which of the places where the --keyword stands, from 1; -1 is the last one.", HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string?> _offset = new("--offset")
    {
        Description = "Millimetres from the --keyword to the right and up; negative ones to the left and down.", HelpName = "X,Y",
    };

    private readonly Option<string?> _picture = new("--picture")
    {
        Description = "A PNG, JPEG or BMP as the seal, --diameter wide, in place of the drawn one.", HelpName = "FILE",
    };

    private readonly Option<bool> _crossPage = new("--cross-page")
    {
        Description = "Strips of the seal over the edges of all pages as well.",
    };

    private readonly Option<double> _diameter = new("--diameter")
    {
        Description = "Size of the seal in millimetres.", HelpName = "MM", DefaultValueFactory = _ => 42,
    };

    private readonly Option<string?> _mark = new("--mark")
    {
        Description = "What tells a sample from a real seal; an empty text for none.", HelpName = "TEXT",
        DefaultValueFactory = _ => "样章",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_at, _page, _keyword, _occurrence, _offset, _picture, _crossPage, _diameter, _mark])
        {
            command.Options.Add(option);
        }
    }

    /// <param name="result">The command line.</param>
    /// <param name="name">What stands on the arc.</param>
    /// <param name="hasOwnPicture">The seal brings its own picture, which is shown unless another is named.</param>
    public SealAppearance? Read(ParseResult result, string? name, bool hasOwnPicture)
    {
        if (Placement(result) is not { } placement)
        {
            return result.GetValue(_crossPage)
                ? throw new UsageException("--cross-page needs --at or --keyword: one whole seal stands somewhere.")
                : null;
        }

        try
        {
            return new SealAppearance(hasOwnPicture && result.GetValue(_picture) is null ? null : Draw(result, name), placement)
            {
                CrossPage = result.GetValue(_crossPage) ? new CrossPageSeal() : null,
            };
        }
        catch (Exception exception) when (
            exception is ArgumentException or ImageFormatException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException(exception.Message);
        }
    }

    private SealDrawing Draw(ParseResult result, string? name)
    {
        double diameter = result.GetValue(_diameter);
        if (result.GetValue(_picture) is { } picture)
        {
            return SealDrawing.OfPicture(File.ReadAllBytes(picture), diameter, name ?? Path.GetFileNameWithoutExtension(picture));
        }

        var seal = new RoundSeal
        {
            Name = name ?? throw new UsageException("The certificate names no organisation; give --name."),
            Mark = result.GetValue(_mark) is { Length: > 0 } mark ? mark : null,
            DiameterMillimetres = diameter,
        };
        return seal.Draw(FontSet.Load(new FontSetOptions()));
    }

    private SealPlacement? Placement(ParseResult result) => (result.GetValue(_at), result.GetValue(_keyword)) switch
    {
        (null, null) => null,
        ({ } at, null) => Around(at, result.GetValue(_page)),
        (null, { } keyword) => AtKeyword(keyword, result.GetValue(_occurrence), result.GetValue(_offset)),
        _ => throw new UsageException("Name one of --at and --keyword."),
    };

    private static SealPlacement.Around Around(string at, int page)
    {
        var (x, y) = Point("--at", at);
        return new SealPlacement.Around(page, x, y);
    }

    private static SealPlacement.AtKeyword AtKeyword(string keyword, int occurrence, string? offset)
    {
        var (x, y) = offset is null ? (0, 0) : Point("--offset", offset);
        return new SealPlacement.AtKeyword(keyword, occurrence, x, y);
    }

    private static (double X, double Y) Point(string option, string written)
    {
        var parts = written.Split(',');
        return parts.Length == 2 && TryMillimetres(parts[0], out double x) && TryMillimetres(parts[1], out double y)
            ? (x, y)
            : throw new UsageException($"{option} takes two numbers of millimetres such as 150,60, not {written}.");
    }

    private static bool TryMillimetres(string text, out double points)
    {
        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double millimetres);
        points = millimetres * PageRectangle.PointsPerMillimetre;
        return isNumber && double.IsFinite(points);
    }
}
