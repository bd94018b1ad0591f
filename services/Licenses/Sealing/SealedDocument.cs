namespace Licenses.Sealing;

/// <summary>A sealed file and what was recorded of its sealing.</summary>
public sealed record SealedDocument(ReadOnlyMemory<byte> Document, SealRecord Record)
{
    // id-aa-signatureTimeStampToken as it stands in /Contents: in hexadecimal, and nowhere in a seal without one.
    private static readonly byte[][] StampMarks =
        ["060B2A864886F70D010910020E"u8.ToArray(), "060b2a864886f70d010910020e"u8.ToArray()];

    /// <summary>Why the seal is of a lower level than it was meant to be; null where it is not, or was sealed earlier.</summary>
    public string? Missing { get; init; }

    /// <summary>Whether the seal bears a timestamp (PAdES B-T); else it is of the level B-B.</summary>
    public bool IsStamped => StampMarks.Any(mark => Record.Appended.Span.IndexOf(mark) >= 0);

    /// <summary>The input with the recorded bytes appended: the very file that was sealed first.</summary>
    internal static SealedDocument Of(ReadOnlyMemory<byte> input, SealRecord record)
    {
        var document = new byte[input.Length + record.Appended.Length];
        input.CopyTo(document);
        record.Appended.CopyTo(document.AsMemory(input.Length));
        return new SealedDocument(document, record);
    }
}
