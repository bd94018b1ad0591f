namespace Licenses.Pdf.Signing;

/// <summary>What came of sealing a document.</summary>
public abstract record SealOutcome
{
    private SealOutcome() { } // closed: only the cases below exist

    /// <summary>Sealed; the input's bytes are its beginning, unchanged.</summary>
    /// <param name="Document">The whole sealed document.</param>
    /// <param name="Field">The signature field's full name.</param>
    public sealed record Sealed(ReadOnlyMemory<byte> Document, string Field) : SealOutcome
    {
        /// <summary>The digest that was sealed: of what the byte range covers, by the key's own algorithm.</summary>
        public ReadOnlyMemory<byte> Digest { get; init; }
    }

    /// <summary>Sealed and written to the caller's stream.</summary>
    /// <param name="Length">How many bytes were written.</param>
    /// <param name="Field">The signature field's full name.</param>
    public sealed record Written(long Length, string Field) : SealOutcome;

    /// <summary>Sealed or extended; what must stand behind the input, which was not copied.</summary>
    /// <param name="Update">The new revision's bytes.</param>
    /// <param name="Field">The new signature field's full name; empty where none was made.</param>
    public sealed record Appended(ReadOnlyMemory<byte> Update, string Field) : SealOutcome;

    /// <summary>Not sealed; nothing was written.</summary>
    /// <param name="Code">Why.</param>
    /// <param name="Detail">One sentence for a person.</param>
    /// <param name="DetailZh">The same in Chinese.</param>
    public sealed record Refused(SealRefusal Code, string Detail, string DetailZh) : SealOutcome;
}
