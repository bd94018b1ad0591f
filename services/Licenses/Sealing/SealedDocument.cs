namespace Licenses.Sealing;

/// <summary>A sealed file and what was recorded of its sealing.</summary>
public sealed record SealedDocument(ReadOnlyMemory<byte> Document, SealRecord Record)
{
    /// <summary>The input with the recorded bytes appended: the very file that was sealed first.</summary>
    internal static SealedDocument Of(ReadOnlyMemory<byte> input, SealRecord record)
    {
        var document = new byte[input.Length + record.Appended.Length];
        input.CopyTo(document);
        record.Appended.CopyTo(document.AsMemory(input.Length));
        return new SealedDocument(document, record);
    }
}
