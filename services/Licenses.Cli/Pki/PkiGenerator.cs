using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography.X509Certificates;

namespace Licenses.Cli.Pki;

/// <summary>
/// Brings the files into agreement with the declaration. What agrees already stays byte for byte, so that generating
/// again shows an empty difference.
/// </summary>
internal sealed class PkiGenerator(PkiDeclaration declaration, PkiFolder folder)
{
    private readonly Dictionary<string, IssuedMember> _issued = [];

    /// <param name="force">New keys for everybody.</param>
    /// <param name="cancellationToken">Stops between two members; what is written is whole.</param>
    public IEnumerable<IssuedMember> Generate(bool force, CancellationToken cancellationToken)
    {
        folder.WriteNotices();
        foreach (var member in declaration.InOrderOfIssue())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var issued = Issue(member, force);
            _issued.Add(member.Name, issued);
            yield return issued;
        }

        foreach (var list in declaration.RevocationLists)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Publish(list);
        }
    }

    private IssuedMember Issue(PkiMember member, bool force)
    {
        var kept = force ? null : folder.ReadKey(member);
        if (kept is not null && kept.Kind != member.Key)
        {
            throw new UsageException(
                $"{folder.ContainerPath(member)} holds a {kept.Kind} key, but {member.Key} is declared. "
                + "Delete the file, or use --force for new keys everywhere.");
        }

        var key = kept ?? MemberKey.Generate(member.Key);
        var authorities = declaration.Authorities(member).Select(authority => _issued[authority.Name]).ToList();
        var certificate = MemberCertificate.Create(declaration, member, key, authorities.FirstOrDefault());
        if (kept is not null
            && folder.ReadCertificate(member) is { } present
            && SaysTheSame(present.RawData, certificate.RawData))
        {
            certificate.Dispose();
            return new IssuedMember(member, present, key, MemberChange.Kept);
        }

        var change = kept is null ? MemberChange.NewKey : MemberChange.NewCertificate;
        var issued = new IssuedMember(member, certificate, key, change);
        folder.Write(issued, [.. authorities.Where(above => !above.Member.IsRoot).Select(above => above.Certificate)]);
        return issued;
    }

    private void Publish(PkiRevocationList list)
    {
        var issuer = _issued[list.Issuer];
        var builder = new CertificateRevocationListBuilder();
        foreach (var issued in _issued.Values.Where(issued => issued.Member.Issuer == list.Issuer))
        {
            if (issued.Member.Revoked is { } revocation)
            {
                builder.AddEntry(issued.Certificate.SerialNumberBytes.Span, revocation.At, revocation.Reason);
            }
        }

        var encoded = builder.Build(
            issuer.Certificate.SubjectName,
            issuer.Key.Signer(),
            new BigInteger(list.Number),
            list.NextUpdate,
            issuer.Key.Digest,
            X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(
                issuer.Certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().First()),
            list.ThisUpdate);
        if (folder.ReadRevocationList(list) is not { } present || !SaysTheSame(present, encoded))
        {
            folder.Write(list, encoded);
        }
    }

    // Certificate and CertificateList are both SEQUENCE { toBeSigned, algorithm, signature }. ECDSA signatures differ
    // each time; what is signed decides.
    private static bool SaysTheSame(ReadOnlyMemory<byte> present, ReadOnlyMemory<byte> wanted) =>
        ToBeSigned(present).Span.SequenceEqual(ToBeSigned(wanted).Span);

    private static ReadOnlyMemory<byte> ToBeSigned(ReadOnlyMemory<byte> encoded) =>
        new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence().ReadEncodedValue();
}
