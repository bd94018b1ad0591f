using System.Security.Cryptography;
using Licenses.Crypto;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.X509;
using Licenses.Trust;

namespace Licenses.Tests.Trust;

/// <summary>Building paths through many certificates: the way is found, and a hostile graph ends in an answer.</summary>
public sealed class PathGraphTests
{
    private readonly Entity _root = Entity.Root();

    [Fact]
    public void One_valid_way_is_found_in_a_mesh_of_authorities_that_all_certified_each_other()
    {
        var mesh = Mesh(12);
        var entry = _root.Cross(mesh.Authorities[11]);

        var answer = Check(mesh.Authorities[0].Leaf(), [.. mesh.Crosses, entry]);

        Assert.Equal(Verdict.Passed, answer.Verdict);
        Assert.Equal(3, answer.Steps.Length); // the shortest: leaf, the cross-certificate, the entry
    }

    [Fact]
    public void A_mesh_without_a_way_out_is_told_at_once()
    {
        var mesh = Mesh(12);

        var answer = Check(mesh.Authorities[0].Leaf(), mesh.Crosses);

        Assert.NotEqual(Verdict.Passed, answer.Verdict);
    }

    [Fact]
    public void A_mesh_whose_only_entry_forbids_the_leaf_is_not_walked_for_ever()
    {
        var mesh = Mesh(12);
        var entry = _root.Cross(mesh.Authorities[11], draft => draft.Set(Ext.Excluded("dir:CN=Leaf")));

        var answer = Check(mesh.Authorities[0].Leaf(), [.. mesh.Crosses, entry]);

        Assert.NotEqual(Verdict.Passed, answer.Verdict);
    }

    [Fact]
    public void A_mesh_where_a_wanted_policy_holds_nowhere_is_not_walked_for_ever()
    {
        var mesh = Mesh(12);
        var entry = _root.Cross(mesh.Authorities[11]);

        var answer = Check(mesh.Authorities[0].Leaf(), [.. mesh.Crosses, entry], question => question with { Policies = ["1.2.3"] });

        Assert.NotEqual(Verdict.Passed, answer.Verdict);
    }

    [Fact]
    public void Thousands_of_authorities_with_one_name_do_not_hide_the_right_one()
    {
        var right = _root.Authority("CN=A");
        var wrong = Enumerable.Range(0, 3000).Select(_ => _root.Authority("CN=A", draft => draft.Key = SharedKey));

        var answer = Check(right.Leaf(), [.. wrong, right]);

        Assert.Equal(Verdict.Passed, answer.Verdict);
    }

    [Fact]
    public void Thousands_of_authorities_with_one_name_and_no_identifier_end_in_doubt_and_not_in_a_hang()
    {
        var wrong = Enumerable.Range(0, 3000).Select(_ => _root.Authority("CN=A", draft => draft.Key = SharedKey));
        var leaf = Entity.Root("CN=A").Leaf(change: draft => draft.Without(Oids.AuthorityKeyIdentifier));

        var answer = Check(leaf, [.. wrong]);

        Assert.Equal(Verdict.Indeterminate, answer.Verdict);
    }

    [Fact]
    public void Thousands_of_certificates_of_one_authority_for_itself_end_in_an_answer()
    {
        var a = Entity.Root("CN=A");
        Entity[] own = [.. Enumerable.Range(0, 2000).Select(_ => a.Cross(a))];

        Assert.NotEqual(Verdict.Passed, Check(a.Leaf(), own).Verdict);
        Assert.Equal(Verdict.Passed, Check(a.Leaf(), [_root.Cross(a)]).Verdict);
    }

    [Fact]
    public void A_long_line_ends_in_doubt_beyond_the_limit()
    {
        List<Entity> line = [_root];
        for (int i = 0; i < 40; i++)
        {
            line.Add(line[^1].Authority($"CN=A{i}"));
        }

        Assert.Equal(Verdict.Passed, Check(line[20].Leaf(), [.. line.Skip(1)]).Verdict);
        Assert.Equal(Verdict.Indeterminate, Check(line[^1].Leaf(), [.. line.Skip(1)]).Verdict);
    }

    [Fact]
    public void Policies_that_map_to_each_other_on_every_level_cost_no_more_than_their_number()
    {
        string[] policies = [.. Enumerable.Range(1, 30).Select(i => $"1.2.3.{i}")];
        var mappings = Ext.Mappings([.. policies.SelectMany(from => policies.Select(to => (from, to)))]);
        List<Entity> line = [_root];
        for (int i = 0; i < 15; i++)
        {
            line.Add(line[^1].Authority($"CN=A{i}", draft => draft.Set(Ext.Policies(policies), mappings)));
        }

        var answer = Check(
            line[^1].Leaf(change: draft => draft.Set(Ext.Policies(policies[7]))), [.. line.Skip(1)],
            question => question with { Policies = [policies[3]] });

        Assert.Equal(Verdict.Passed, answer.Verdict); // as a tree: 30 to the 15th nodes
    }

    [Fact]
    public void Hundreds_of_certificates_for_signing_one_list_end_in_an_answer()
    {
        var a = _root.Authority("CN=A");
        Entity[] signers = [.. Enumerable.Range(0, 200).Select(_ => a.Rollover(draft =>
        {
            draft.Key = SharedKey;
            draft.Without(Oids.SubjectKeyIdentifier).Without(Oids.BasicConstraints).Set(Ext.Usage(KeyUsages.CrlSign));
        }))];
        var store = new TrustStore(
            [new TrustAnchor(_root.Certificate)], [a.Certificate, .. signers.Select(signer => signer.Certificate)],
            new RevocationMaterial([CertificateList.Decode(_root.List()), CertificateList.Decode(signers[0].List())], []));

        var answer = new TrustChecker(store).Check(new TrustQuestion(a.Leaf().Certificate, Entity.Now, CertificatePurpose.Any));

        Assert.Equal(Verdict.Indeterminate, answer.Verdict); // the list would have to clear its own signer; without a limit: hours
    }

    [Fact]
    public void Too_many_names_to_compare_are_a_doubt_and_not_compared()
    {
        string[] many = [.. Enumerable.Range(0, 1500).Select(i => $"dns:h{i}.example")];
        var a = _root.Authority("CN=A", draft => draft.Set(Ext.Excluded(many)));

        var answer = Check(a.Leaf(change: draft => draft.Set(Ext.Alternative([.. many.Select(name => name + ".net")]))), [a]);

        Assert.Equal(Verdict.Indeterminate, answer.Verdict);
    }

    [Fact]
    public void Many_names_under_many_constraints_on_many_ways_up_end_in_doubt_and_not_in_a_hang()
    {
        var permitted = Ext.Permitted([.. Enumerable.Range(0, 600).Select(i => $"dns:p{i}.example")]);
        var top = Entity.Root("CN=Top");
        Entity[] line = [top, .. Enumerable.Range(0, 5).Select(i => Entity.Root($"CN=A{i}"))];
        Entity[] crosses = [_root.Cross(top), .. Enumerable.Range(0, 5).SelectMany(i => Enumerable.Range(0, 5)
            .Select(_ => line[i].Cross(line[i + 1], draft => draft.Set(permitted))))];
        string[] names = [.. Enumerable.Range(0, 100).Select(i => $"dns:h{i}.p599.example")];
        var leaf = line[^1].Leaf(change: draft => draft.Set(Ext.Alternative([.. names, "mail:a@b.example"])));
        var before = Environment.CpuUsage.TotalTime;

        var answer = Check(leaf, [.. crosses, .. line[1..]], question => question with { Policies = ["1.2.3"] });

        Assert.Equal(Verdict.Indeterminate, answer.Verdict);
        Assert.InRange((Environment.CpuUsage.TotalTime - before).TotalSeconds, 0, 30); // without a budget: minutes
    }

    [Fact]
    public void Thousands_of_policies_on_many_ways_up_end_in_doubt_and_not_in_a_hang()
    {
        var policies = Ext.Policies([.. Enumerable.Range(1, 3000).Select(i => $"1.2.3.{i}")]);
        var top = Entity.Root("CN=Top");
        Entity[] line = [top, .. Enumerable.Range(0, 5).Select(i => Entity.Root($"CN=A{i}"))];
        Entity[] crosses = [_root.Cross(top), .. Enumerable.Range(0, 5).SelectMany(i => Enumerable.Range(0, 5)
            .Select(_ => line[i].Cross(line[i + 1], draft => draft.Set(policies))))];

        var answer = Check(line[^1].Leaf(), [.. crosses], question => question with { Policies = ["1.2.4"] });

        Assert.Equal(Verdict.Indeterminate, answer.Verdict);
    }

    private static readonly ECDsa SharedKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static (Entity[] Authorities, Entity[] Crosses) Mesh(int size)
    {
        Entity[] authorities = [.. Enumerable.Range(0, size).Select(i => Entity.Root($"CN=N{i}"))];
        return (authorities, [.. authorities.SelectMany(issuer =>
            authorities.Where(other => other != issuer).Select(other => issuer.Cross(other)))]);
    }

    private TrustAnswer Check(Entity leaf, Entity[] between, Func<TrustQuestion, TrustQuestion>? change = null)
    {
        var store = new TrustStore(
            [new TrustAnchor(_root.Certificate)], between.Select(entity => entity.Certificate), RevocationMaterial.Empty);
        var question = new TrustQuestion(leaf.Certificate, Entity.Now, CertificatePurpose.Any) { CheckRevocation = false };
        return new TrustChecker(store).Check(change?.Invoke(question) ?? question);
    }
}
