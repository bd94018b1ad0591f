using Licenses.Pdf.Document;

namespace Licenses.Pdf.Signing;

/// <summary>What the owner of an encrypted document lets others do (ISO 32000-2, table 22), as far as sealing goes.</summary>
internal static class OwnerRights
{
    /// <summary>Throws where whoever opened the document may not seal it like this.</summary>
    public static void Demand(AccessRights access, SealRequest request, FormField? existing)
    {
        if (existing is null)
        {
            DemandNewField(access);
        }
        else if (!access.MayFillForms)
        {
            throw Forbidden("sign it", "签名");
        }

        if (request.Appearance?.CrossPage is not null && !access.MayAnnotate)
        {
            throw Forbidden("set marks on its pages, as a cross-page seal does", "在页面上加注（骑缝章）");
        }
    }

    /// <summary>Throws where whoever opened the document may not make a signature field; a document timestamp needs one too.</summary>
    public static void DemandNewField(AccessRights access)
    {
        if (access.MayAddFields)
        {
            return;
        }

        throw access.MayFillForms
            ? Forbidden("add signature fields, only sign in those that it has", "新增签名域，只允许使用已有签名域")
            : Forbidden("sign it", "签名");
    }

    private static SealRefusedException Forbidden(string what, string whatZh) => new(
        SealRefusal.PermissionForbids,
        $"The document is encrypted, and its owner does not let others {what}: the owner's password is needed.",
        $"文件已加密，所有者不允许他人{whatZh}：需要所有者密码。");
}
