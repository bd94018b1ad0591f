using Licenses.Pdf.Composing.Images;

namespace Licenses.Pdf.Composing.Seals;

/// <summary>The data of a path (SVG 1.1, 8.3): all commands, absolute and relative.</summary>
internal sealed class SvgPath(string text, SvgPen pen)
{
    private int _at;
    private char _last;
    private (double X, double Y) _handle;

    /// <exception cref="ImageFormatException">It is no path.</exception>
    public void Draw()
    {
        char command = '\0';
        SvgNumbers.SkipGaps(text, ref _at);
        while (_at < text.Length)
        {
            if (char.IsAsciiLetter(text[_at]))
            {
                command = text[_at++];
            }
            else if (command is '\0' or 'Z' or 'z')
            {
                throw Fault();
            }

            if (_last == '\0' && command is not ('M' or 'm'))
            {
                throw Fault();
            }

            Step(command);
            _last = char.ToUpperInvariant(command);
            command = command switch { 'M' => 'L', 'm' => 'l', _ => command }; // further points are lines
            SvgNumbers.SkipGaps(text, ref _at);
        }
    }

    private void Step(char command)
    {
        var (x, y) = char.IsAsciiLetterLower(command) ? pen.At : (0, 0);
        switch (char.ToUpperInvariant(command))
        {
            case 'M':
                pen.Move(x + Number(), y + Number());
                break;
            case 'L':
                pen.Line(x + Number(), y + Number());
                break;
            case 'H':
                pen.Line(x + Number(), pen.At.Y);
                break;
            case 'V':
                pen.Line(pen.At.X, y + Number());
                break;
            case 'C':
                Curve((x + Number(), y + Number()), x, y);
                break;
            case 'S':
                Curve(_last is 'C' or 'S' ? Mirrored() : pen.At, x, y);
                break;
            case 'Q':
                Quadratic((x + Number(), y + Number()), x, y);
                break;
            case 'T':
                Quadratic(_last is 'Q' or 'T' ? Mirrored() : pen.At, x, y);
                break;
            case 'A':
                pen.Arc((Number(), Number()), Number(), (Flag(), Flag()), x + Number(), y + Number());
                break;
            case 'Z':
                pen.Close();
                break;
            default:
                throw Fault();
        }
    }

    private void Curve((double X, double Y) first, double x, double y)
    {
        _handle = (x + Number(), y + Number());
        pen.Curve(first.X, first.Y, _handle.X, _handle.Y, x + Number(), y + Number());
    }

    private void Quadratic((double X, double Y) handle, double x, double y)
    {
        _handle = handle;
        pen.Quadratic(handle.X, handle.Y, x + Number(), y + Number());
    }

    private (double X, double Y) Mirrored() => ((2 * pen.At.X) - _handle.X, (2 * pen.At.Y) - _handle.Y);

    private double Number() => SvgNumbers.TryNext(text, ref _at, out double number) ? number : throw Fault();

    // One figure, which the next number may follow without a gap.
    private bool Flag()
    {
        SvgNumbers.SkipGaps(text, ref _at);
        return _at < text.Length && text[_at] is '0' or '1' ? text[_at++] == '1' : throw Fault();
    }

    private ImageFormatException Fault() => new("The SVG's path cannot be read", _at);
}
