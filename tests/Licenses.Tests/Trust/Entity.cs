using System.Security.Cryptography;
using Licenses.Crypto.X509;
using Licenses.Crypto.Asn1;

namespace Licenses.Tests.Trust;

/// <summary>Somebody with a name, a key and a certificate, who certifies others rightly or wrongly.</summary>
internal sealed class Entity
{
    public static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset End = new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private Entity(CertificateDraft draft, ECDsa signer)
    {
        (Key, Name, Encoded) = (draft.Key, draft.Subject, draft.Sign(signer));
    }

    public ECDsa Key { get; }

    public byte[] Name { get; }

    public byte[] Encoded { get; }

    public Certificate Certificate => Certificate.Decode(Encoded);

    public static Entity Root(string name = "CN=Root", Action<CertificateDraft>? change = null)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var draft = new CertificateDraft { Subject = Der.Name(name), Issuer = Der.Name(name), Key = key }.AsAuthority();
        change?.Invoke(draft);
        return new Entity(draft, draft.Key);
    }

    public Entity Authority(string name, Action<CertificateDraft>? change = null) =>
        Issue(name, draft => Change(draft.AsAuthority(), change));

    public Entity Leaf(string name = "CN=Leaf", Action<CertificateDraft>? change = null) =>
        Issue(name, draft => Change(draft.Set(Ext.Usage(KeyUsages.DigitalSignature)), change));

    /// <summary>An authority that asserts policies.</summary>
    public Entity Asserting(string name, string[] policies, params Ext[] extensions) =>
        Authority(name, draft => draft.Set(Ext.Policies(policies)).Set(extensions));

    /// <summary>A new key of the same authority, certified by the old one.</summary>
    public Entity Rollover(Action<CertificateDraft>? change = null) => Authority("", draft =>
    {
        draft.Subject = Name;
        change?.Invoke(draft);
    });

    /// <summary>Another certificate for an authority that exists.</summary>
    public Entity Cross(Entity other, Action<CertificateDraft>? change = null) => Authority("", draft =>
    {
        (draft.Subject, draft.Key) = (other.Name, other.Key);
        draft.Set(KeyId(Oids.SubjectKeyIdentifier, other.Key));
        change?.Invoke(draft);
    });

    public byte[] List(Action<ListDraft>? change = null)
    {
        var draft = new ListDraft { Issuer = Name };
        change?.Invoke(draft);
        return draft.Sign(Key);
    }

    private Entity Issue(string name, Action<CertificateDraft> change)
    {
        var draft = new CertificateDraft
        {
            Subject = Der.Name(name), Issuer = Name, Key = ECDsa.Create(ECCurve.NamedCurves.nistP256),
        };
        draft.Set(KeyId(Oids.SubjectKeyIdentifier, draft.Key), KeyId(Oids.AuthorityKeyIdentifier, Key));
        change(draft);
        return new Entity(draft, Key);
    }

    private static void Change(CertificateDraft draft, Action<CertificateDraft>? change) => change?.Invoke(draft);

    private static Ext KeyId(string oid, ECDsa key)
    {
        byte[] id = SubjectPublicKeyInfo.Decode(key.ExportSubjectPublicKeyInfo()).Identifier();
        return Ext.Make(oid, false, writer =>
        {
            if (oid == Oids.SubjectKeyIdentifier)
            {
                writer.WriteOctetString(id);
            }
            else
            {
                writer.Sequence(() => writer.WriteOctetString(id, Ber.Context(0)));
            }
        });
    }
}
