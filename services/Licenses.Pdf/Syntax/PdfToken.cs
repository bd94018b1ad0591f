namespace Licenses.Pdf.Syntax;

/// <summary>What a token is (ISO 32000-2, 7.2).</summary>
public enum PdfTokenKind
{
    End,
    Integer,
    Real,
    Name,
    LiteralString,
    HexString,
    ArrayOpen,
    ArrayClose,
    DictionaryOpen,
    DictionaryClose,
    Keyword,
}
