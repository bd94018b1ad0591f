using System.Buffers;

namespace Licenses.Pdf.Syntax;

/// <summary>The character classes of ISO 32000-2, 7.2.3.</summary>
public static class PdfCharacters
{
    private const byte White = 1;
    private const byte Delimiter = 2;

    internal static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    private static readonly byte[] Classes = CreateClasses();

    public static bool IsWhite(byte value) => Classes[value] == White;

    public static bool IsDelimiter(byte value) => Classes[value] == Delimiter;

    public static bool IsRegular(byte value) => Classes[value] == 0;

    public static bool IsDigit(byte value) => value is >= (byte)'0' and <= (byte)'9';

    /// <summary>The value of a hexadecimal digit; -1 where it is none.</summary>
    public static int HexValue(byte value) => value switch
    {
        >= (byte)'0' and <= (byte)'9' => value - '0',
        >= (byte)'A' and <= (byte)'F' => value - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => value - 'a' + 10,
        _ => -1,
    };

    private static byte[] CreateClasses()
    {
        var classes = new byte[256];
        foreach (byte white in "\0\t\n\f\r "u8)
        {
            classes[white] = White;
        }

        foreach (byte delimiter in "()<>[]{}/%"u8)
        {
            classes[delimiter] = Delimiter;
        }

        return classes;
    }
}
