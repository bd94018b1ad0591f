namespace Licenses.Pdf.Signing;

/// <summary>How changes after a signature are judged.</summary>
public enum InspectionPolicy
{
    /// <summary>For sealed licenses: nothing but validation data and timestamps may follow.</summary>
    Strict,

    /// <summary>What the document's own DocMDP, FieldMDP and field locks allow; without them, no more than filling in forms and signing.</summary>
    Pades,

    /// <summary>Changes are reported, but decide nothing.</summary>
    Crypto,
}
