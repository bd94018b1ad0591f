using Licenses.Pdf.Composing;

namespace Licenses.Pdf.Signing;

/// <summary>Where on the document a seal stands; positions are on the page as it is seen, from its lower left corner.</summary>
public abstract record SealPlacement
{
    /// <summary>Stands for the last page where a page number is asked for.</summary>
    public const int LastPage = -1;

    private SealPlacement() { } // closed: only the cases below exist

    /// <summary>Fills a rectangle.</summary>
    /// <param name="Page">From 1; -1 is the last page, -2 the one before it.</param>
    /// <param name="Area">In points.</param>
    public sealed record InRectangle(int Page, PageRectangle Area) : SealPlacement;

    /// <summary>In the drawing's own size around a point.</summary>
    /// <param name="Page">From 1; -1 is the last page.</param>
    /// <param name="X">The middle, in points from the left edge.</param>
    /// <param name="Y">The middle, in points from the lower edge.</param>
    public sealed record Around(int Page, double X, double Y) : SealPlacement;

    /// <summary>In the drawing's own size around the middle of a text that stands on a page.</summary>
    /// <param name="Text">What to look for; blanks and line ends in it and on the page do not count.</param>
    /// <param name="Occurrence">Which one, from 1 in reading order of the document; -1 is the last one, -2 the one before it.</param>
    /// <param name="OffsetX">Moved to the right by this many points.</param>
    /// <param name="OffsetY">Moved up by this many points.</param>
    public sealed record AtKeyword(string Text, int Occurrence = 1, double OffsetX = 0, double OffsetY = 0) : SealPlacement;
}
