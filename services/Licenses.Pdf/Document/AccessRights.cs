namespace Licenses.Pdf.Document;

/// <summary>What whoever opened a document may do with it (ISO 32000-2, table 22).</summary>
public sealed record AccessRights
{
    public static readonly AccessRights Unlimited = new() { IsOwner = true, MayModify = true, MayAnnotate = true, MayFillForms = true };

    /// <summary>Opened with the owner's password, or not encrypted: everything is allowed.</summary>
    public bool IsOwner { get; private init; }

    /// <summary>Bit 4: change the document other than by the following.</summary>
    public bool MayModify { get; private init; }

    /// <summary>Bit 6: add annotations and fill in forms; with bit 4 also make new fields.</summary>
    public bool MayAnnotate { get; private init; }

    /// <summary>Bit 9, from revision 3 on: fill in the fields that there are, signature fields among them.</summary>
    public bool MayFillForms { get; private init; }

    /// <summary>New fields, signature fields among them, need both.</summary>
    public bool MayAddFields => MayModify && MayAnnotate;

    internal static AccessRights OfUser(SecurityHandler handler)
    {
        const int Modify = 1 << 3;
        const int Annotate = 1 << 5;
        const int FillForms = 1 << 8;
        bool annotates = (handler.Permissions & Annotate) != 0;
        return new AccessRights
        {
            MayModify = (handler.Permissions & Modify) != 0,
            MayAnnotate = annotates,
            MayFillForms = annotates || (handler.Revision >= 3 && (handler.Permissions & FillForms) != 0),
        };
    }
}
