namespace Licenses.Pdf.Composing.Fonts;

/// <summary>
/// Where fonts are looked for: the first file that stands serves its script. A path may end in <c>#n</c>, the face
/// within a collection.
/// </summary>
public sealed class FontSetOptions
{
    /// <summary>Files that serve Latin letters and digits.</summary>
    public ImmutableArray<string> Latin { get; set; } =
    [
        "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
        "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    ];

    /// <summary>Files that serve Chinese characters.</summary>
    public ImmutableArray<string> Chinese { get; set; } =
    [
        "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
        "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
        "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    ];
}
