namespace Licenses.Pdf.Syntax;

/// <summary>One of the eight basic objects, or a reference (ISO 32000-2, 7.3). Immutable; knows where it was read.</summary>
public abstract class PdfObject
{
    private protected PdfObject() { } // closed: only the types of this folder exist

    /// <summary>The bytes of this token in the file it was read from.</summary>
    public FileSpan Span { get; init; } = FileSpan.None;
}

/// <summary>The null object (7.3.9). An absent dictionary entry and a null one mean the same.</summary>
public sealed class PdfNull : PdfObject
{
    public static readonly PdfNull Instance = new();
}

/// <summary>true or false (7.3.2).</summary>
public sealed class PdfBoolean(bool value) : PdfObject
{
    public static readonly PdfBoolean True = new(true);
    public static readonly PdfBoolean False = new(false);

    public bool Value { get; } = value;
}

/// <summary>An integer number (7.3.3).</summary>
public sealed class PdfInteger(long value) : PdfObject
{
    public long Value { get; } = value;
}

/// <summary>A real number (7.3.3).</summary>
public sealed class PdfReal(double value) : PdfObject
{
    public double Value { get; } = value;
}

/// <summary>A name, its #xx escapes decoded, one char per byte (7.3.5).</summary>
public sealed class PdfName(string value) : PdfObject
{
    public string Value { get; } = value;
}

/// <summary>A string, literal or hexadecimal, decoded but never decrypted here (7.3.4).</summary>
public sealed class PdfString(ReadOnlyMemory<byte> bytes, bool isHex) : PdfObject
{
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    public bool IsHex { get; } = isHex;
}

/// <summary>A reference to an indirect object (7.3.10).</summary>
public sealed class PdfReference(int number, int generation) : PdfObject
{
    public int Number { get; } = number;

    public int Generation { get; } = generation;
}

/// <summary>An array (7.3.6).</summary>
public sealed class PdfArray(ImmutableArray<PdfObject> items) : PdfObject
{
    public static readonly PdfArray Empty = new([]);

    public ImmutableArray<PdfObject> Items { get; } = items;
}
