using Licenses.Crypto;
using Licenses.Crypto.Ocsp;
using Licenses.Crypto.X509;
using Licenses.Trust;

namespace Licenses.Tests.Trust;

/// <summary>Certificates and lists with a few octets changed: always an answer, and never a yes that was not one before.</summary>
public sealed class TrustMutationTests
{
    private const int Rounds = 4000;

    private readonly Entity _root = Entity.Root();
    private readonly Entity _issuer;
    private readonly Entity _leaf;

    public TrustMutationTests()
    {
        _issuer = _root.Authority("CN=A", draft => draft.Set(
            Ext.Policies("1.2.3.4.1"), Ext.Constraints(1, 1), Ext.InhibitAny(1),
            Ext.Names(["dir:CN=Leaf", "dns:city.example", "mail:city.example", "uri:.city.example", "ip:0A000000FF000000"], ["dns:x.city.example"])));
        _leaf = _issuer.Leaf(change: draft => draft.Set(
            Ext.Policies("1.2.3.4.1"), Ext.Purposes("1.3.6.1.5.5.7.3.4"), Ext.Points(Ext.Point("uri:http://city.example/1.crl")),
            Ext.Alternative("dns:a.city.example", "mail:a@city.example", "uri:http://a.city.example/", "ip:0A000001")));
    }

    [Theory]
    [InlineData("leaf")]
    [InlineData("issuer")]
    [InlineData("list")]
    [InlineData("response")]
    public void A_changed_octet_makes_no_valid_path(string what)
    {
        var random = new Random(20260601); // the same changes in every run
        byte[] list = _issuer.List(draft => draft.Set(Ext.IssuingPoint("uri:http://city.example/1.crl")));
        var draftResponse = new ResponseDraft { Responder = _issuer };
        byte[] response = draftResponse.Good(_leaf, _issuer).Sign();
        Assert.Equal(Verdict.Passed, Check(_leaf.Encoded, _issuer.Encoded, list, null));
        Assert.Equal(Verdict.Passed, Check(_leaf.Encoded, _issuer.Encoded, null, response));

        for (int round = 0; round < Rounds; round++)
        {
            var verdict = what switch
            {
                "leaf" => Check(Mutate(_leaf.Encoded, random), _issuer.Encoded, list, null),
                "issuer" => Check(_leaf.Encoded, Mutate(_issuer.Encoded, random), list, null),
                "list" => Check(_leaf.Encoded, _issuer.Encoded, Mutate(list, random), null),
                _ => Check(_leaf.Encoded, _issuer.Encoded, null, Mutate(response, random)),
            };

            Assert.NotEqual(Verdict.Passed, verdict);
        }
    }

    [Fact]
    public void Whatever_an_extension_holds_there_is_an_answer()
    {
        var random = new Random(20260602);
        string[] oids = [.. _issuer.Certificate.Extensions.Concat(_leaf.Certificate.Extensions).Select(extension => extension.Oid).Distinct()];
        for (int round = 0; round < 500; round++)
        {
            // Signed by the right key: only the readers of extensions stand between this and a crash.
            var extensions = oids.Where(_ => random.Next(3) == 0).Select(oid => new Ext(oid, random.Next(2) == 0, Value(oid, random))).ToArray();
            try
            {
                var authority = _root.Authority("CN=B", draft => draft.Set(extensions));
                var leaf = authority.Leaf(change: draft => draft.Set(extensions));
                Check(leaf.Encoded, authority.Encoded, null, null);
            }
            catch (CertificateFormatException)
            {
                continue; // told as such
            }
        }
    }

    private byte[] Value(string oid, Random random)
    {
        byte[] value = _issuer.Certificate.Extensions.Concat(_leaf.Certificate.Extensions)
            .First(extension => extension.Oid == oid).Value.ToArray();
        return Mutate(value, random);
    }

    // At least one octet differs in value; the last bits of a signature's own padding are never all that does.
    private static byte[] Mutate(byte[] bytes, Random random)
    {
        byte[] changed = [.. bytes];
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        }

        return changed.AsSpan().SequenceEqual(bytes) ? Mutate(bytes, random) : changed;
    }

    private Verdict? Check(byte[] leaf, byte[] issuer, byte[]? list, byte[]? response)
    {
        try
        {
            var store = new TrustStore(
                [new TrustAnchor(_root.Certificate)],
                [Certificate.Decode(issuer)],
                new RevocationMaterial(
                    (list is null ? [] : new[] { CertificateList.Decode(list) }).Append(CertificateList.Decode(_root.List())),
                    response is null ? [] : [OcspResponse.Decode(response)]));
            return new TrustChecker(store).Check(
                new TrustQuestion(Certificate.Decode(leaf), Entity.Now, CertificatePurpose.Any)).Verdict;
        }
        catch (Exception e) when (e is CertificateFormatException or OcspFormatException)
        {
            return null; // told as such
        }
    }
}
