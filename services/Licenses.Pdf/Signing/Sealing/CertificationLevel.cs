namespace Licenses.Pdf.Signing;

/// <summary>What a certified document still permits (DocMDP's P; ISO 32000-2, table 257).</summary>
public enum CertificationLevel
{
    /// <summary>Nothing but validation data and timestamps.</summary>
    NoChanges = 1,

    /// <summary>Filling in forms and signing.</summary>
    FormFilling = 2,

    /// <summary>Annotations as well.</summary>
    Annotations = 3,
}
