namespace Licenses.Pdf.Signing;

/// <summary>Why a document was not sealed. The names are stable: callers and logs quote them.</summary>
public enum SealRefusal
{
    /// <summary>The bytes are not a PDF that can be read without guessing.</summary>
    NotReadable,

    /// <summary>It is encrypted, and the password at hand does not open it.</summary>
    Encrypted,

    /// <summary>It is encrypted, and whoever opened it lacks the right to change it like this.</summary>
    PermissionForbids,

    /// <summary>It needs an XFA viewer: its pages are not what would be sealed.</summary>
    DynamicForm,

    /// <summary>A certification (DocMDP) or a lock of an earlier signer forbids it.</summary>
    CertificationForbids,

    /// <summary>Only the first signature of a document can certify it.</summary>
    CannotCertify,

    FieldNotFound,

    /// <summary>The named field is no signature field, or cannot be written.</summary>
    FieldUnusable,

    FieldAlreadySigned,

    /// <summary>The field's seed values or its own lock demand what the seal is not.</summary>
    FieldDemands,

    /// <summary>An earlier signature locks the named field (FieldMDP).</summary>
    FieldLocked,

    PageNotFound,

    /// <summary>The seal would not lie on the page.</summary>
    OutsidePage,

    KeywordNotFound,

    /// <summary>It would grow beyond what a cross-reference table can address.</summary>
    TooLarge,

    /// <summary>The signature did not fit the room reserved for it, twice.</summary>
    SignatureTooLarge,

    /// <summary>The key is not of the kind that the profile signs with.</summary>
    KeyUnfit,

    /// <summary>The electronic seal is broken, of an old format, or has a part that nobody here knows.</summary>
    SealUnusable,

    /// <summary>The electronic seal is not valid at the time of sealing.</summary>
    SealNotValid,

    /// <summary>The signer's certificate is not on the electronic seal's list.</summary>
    SignerNotListed,

    /// <summary>The signer's certificate is not valid at the time of sealing.</summary>
    SignerNotValid,

    /// <summary>The electronic seal's own picture is of a kind that is not drawn.</summary>
    PictureUndrawable,
}
