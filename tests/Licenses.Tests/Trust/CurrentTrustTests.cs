using Licenses.Crypto.X509;
using Licenses.Testing.Clock;
using Licenses.Trust;

namespace Licenses.Tests.Trust;

public sealed class CurrentTrustTests
{
    [Fact]
    public void What_a_list_adds_ends_at_its_next_update_and_not_at_the_next_look()
    {
        var clock = new ManualClock(Entity.Now);
        var (own, listed) = (Entity.Root("CN=Own"), Entity.Root("CN=Listed"));
        var files = new TrustStore([new TrustAnchor(own.Certificate)], [], RevocationMaterial.Empty);
        var trust = new CurrentTrust(files.With([new TrustAnchor(listed.Certificate)], Entity.Now.AddHours(1)), clock);

        Assert.Equal(["CN=Listed", "CN=Own"], Names(trust));
        clock.Advance(TimeSpan.FromHours(1).Subtract(TimeSpan.FromTicks(1)));
        Assert.Equal(["CN=Listed", "CN=Own"], Names(trust));
        clock.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(["CN=Own"], Names(trust));
        trust.Replace(files.With([new TrustAnchor(listed.Certificate)], Entity.Now.AddHours(2)));
        Assert.Equal(["CN=Listed", "CN=Own"], Names(trust));
    }

    [Fact]
    public void Newer_revocation_data_do_not_make_it_last_longer()
    {
        var clock = new ManualClock(Entity.Now);
        var listed = Entity.Root("CN=Listed");
        var store = TrustStore.Empty.With([new TrustAnchor(listed.Certificate)], Entity.Now.AddHours(1));
        var material = new RevocationMaterial([CertificateList.Decode(listed.List())], []);
        var trust = new CurrentTrust(store.WithMaterial(material), clock);
        Assert.Single(trust.Store.Anchors.All);

        clock.Advance(TimeSpan.FromHours(1));

        Assert.Empty(trust.Store.Anchors.All);
        Assert.Same(material, trust.Store.Material);
    }

    private static string[] Names(CurrentTrust trust) =>
        [.. trust.Store.Anchors.All.Select(anchor => anchor.Certificate.Subject).Order(StringComparer.Ordinal)];
}
