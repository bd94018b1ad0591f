using Licenses.Verification;

namespace Licenses.Sealing;

/// <summary>A sealed file and what was recorded of its sealing.</summary>
public sealed record SealedDocument(ReadOnlyMemory<byte> Document, SealRecord Record)
{
    /// <summary>Why the seal is of a lower level than it was meant to be; null where it is not, or was sealed earlier.</summary>
    public string? Missing { get; init; }

    /// <summary>The PAdES level that the seal reaches.</summary>
    public SignatureLevel Level { get; init; }

    /// <summary>The input with the recorded bytes appended: the very file that was sealed first.</summary>
    internal static SealedDocument Of(ReadOnlyMemory<byte> input, SealRecord record)
    {
        var document = new byte[input.Length + record.Appended.Length];
        input.CopyTo(document);
        record.Appended.CopyTo(document.AsMemory(input.Length));
        return new SealedDocument(document, record);
    }
}
