namespace Licenses.Pdf.Composing;

/// <summary>Measures and inks of the license page, in one place.</summary>
internal static class FaceStyle
{
    public const double Left = 68;
    public const double Right = FaceFrame.PageWidth - 68;
    public const double LabelWidth = 122;
    public const double CellPadding = 9;
    public const double FirstTop = 640;
    public const double NextTop = 752;
    public const double Bottom = 86;
    public const double ClosingTop = 238;
    public const double PhotoWidth = 91; // 32 mm, the resident card's portrait in the same proportion
    public const double PhotoHeight = 112;

    public static readonly Color Ink = Color.Of(0x22, 0x22, 0x22);
    public static readonly Color Soft = Color.Of(0x75, 0x6C, 0x5C);
    public static readonly Color Accent = Color.Of(0x8E, 0x1B, 0x16);
    public static readonly Color Rule = Color.Of(0xC8, 0xB0, 0x82);
    public static readonly Color Tint = Color.Of(0xFA, 0xF4, 0xE6);
    public static readonly Color Mark = Color.Of(0xF1, 0xEA, 0xDD);

    public static readonly TextStyle Value = new(12, Ink);
    public static readonly TextStyle Label = new(10.5, Ink);
    public static readonly TextStyle Small = new(7.5, Soft);
    public static readonly TextStyle Number = new(10.5, Soft);
    public static readonly TextStyle Issuer = new(13, Ink, IsHeavy: true);
    public static readonly TextStyle Date = new(11.5, Ink);
    public static readonly TextStyle TitleEnglish = new(12.5, Soft, Spacing: 0.6);
}
