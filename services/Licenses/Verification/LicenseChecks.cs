using System.Security.Cryptography;
using Licenses.Catalog;
using Licenses.Crypto;
using Licenses.Pdf.Syntax;
using Licenses.Revocation;

namespace Licenses.Verification;

/// <summary>What makes a validly sealed document a license in force: its number, its issuer, its record, its status.</summary>
internal static class LicenseChecks
{
    /// <summary>The identifier is well formed, and its check character is right.</summary>
    public static Finding Number(LicenseNumber? number) => number is not null
        ? new("LICENSE_NUMBER", Verdict.Passed, "the license identifier is well formed", "证照标识格式正确")
        : new("LICENSE_NUMBER", Verdict.Failed, "it claims to be a license, but its identifier is not one (GB/T 36904)",
            "自称为电子证照，但证照标识不符合 GB/T 36904");

    /// <summary>Whoever sealed it first is the authority that its identifier names: another department's valid seal is not enough.</summary>
    public static Finding Issuer(LicenseNumber number, SignatureReport? seal) =>
        seal?.SignerCertificate?.OrganizationIdentifier == number.IssuerCode
            ? new("LICENSE_ISSUER", Verdict.Passed, "it is sealed by the authority that its identifier names", "由证照标识所载的颁发机构签章")
            : new("LICENSE_ISSUER", Verdict.Failed, "it is not sealed by the authority that its identifier names",
                "签章单位与证照标识所载的颁发机构不一致");

    /// <summary>The file begins with the very bytes that were issued; later validation data may follow.</summary>
    public static Finding Document(License license, PdfSource source)
    {
        if (source.Length >= license.DocumentSize
            && SHA256.HashData(source.Slice(0, license.DocumentSize).Span).AsSpan().SequenceEqual(license.DocumentSha256.Span))
        {
            return new("LICENSE_DOCUMENT", Verdict.Passed, "it is the file that was issued", "即该证照标识签发时的文件");
        }

        return new("LICENSE_DOCUMENT", Verdict.Failed, "it is not the file that was issued under this identifier",
            "与该证照标识签发时的文件不一致");
    }

    /// <summary>The issuer's own copy begins with the file, and what was added to it since proves it.</summary>
    public static readonly Finding Renewed = new(
        "LICENSE_RENEWED", Verdict.Passed, "the issuer's copy begins with these very bytes; the evidence added to it since counts",
        "签发机构存档以该文件的全部字节开头，其后续加的验证证据有效");

    /// <summary>Whether a document begins with all of a file's bytes.</summary>
    public static bool Begins(ReadOnlySpan<byte> document, PdfSource file)
    {
        byte[] buffer = new byte[64 * 1024];
        for (int place = 0; place < file.Length;)
        {
            int read = file.Read(place, buffer);
            if (read == 0 || !document[place..].StartsWith(buffer.AsSpan(0, read)))
            {
                return false;
            }

            place += read;
        }

        return true;
    }

    /// <summary>No record: forged where a department of ours would be the issuer; else nobody here can tell.</summary>
    public static Finding NoRecord(LicenseNumber number, CityCatalog catalog) =>
        catalog.FindDepartmentByCode(number.IssuerCode) is not null
            ? new("LICENSE_STATUS", Verdict.Failed, "no license was issued under this identifier", "该证照标识没有签发记录")
            : new("LICENSE_STATUS", Verdict.Indeterminate, "the issuer's status service is not connected here",
                null, SubIndication.TryLater, "此处未接入该颁发机构的状态服务");

    public static Finding Status(StatusAnswer answer, LicenseNumber number, CityCatalog catalog, DateTimeOffset now) => answer switch
    {
        StatusAnswer.Known known => OfState(known.Entry.StateAt(now)),
        StatusAnswer.NoSuchLicense => NoRecord(number, catalog),
        _ => new("LICENSE_STATUS", Verdict.Indeterminate, "the license's status cannot be asked now",
            null, SubIndication.TryLater, "暂无法查询证照状态"),
    };

    private static Finding OfState(LicenseState state) => state switch
    {
        LicenseState.Active => new("LICENSE_STATUS", Verdict.Passed, "the license is in force", "证照有效"),
        LicenseState.Suspended => Not("the license is suspended", "证照已被暂扣"),
        LicenseState.Revoked => Not("the license was revoked", "证照已被吊销、撤销或注销"),
        LicenseState.Expired => Not("the license has expired", "证照已到期失效"),
        _ => Not("the license was superseded by a newer version", "证照已被新版本替代"),
    };

    private static Finding Not(string en, string zh) => new("LICENSE_STATUS", Verdict.Failed, en, zh);
}
