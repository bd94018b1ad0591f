using System.Text;
using Licenses.Crypto;
using Licenses.Crypto.X509;
using Licenses.Crypto.X509.Paths;
using Licenses.Tests.Cli;
using Licenses.Trust;

namespace Licenses.Tests.Trust;

/// <summary>Anchors from files with purposes and dates: trusted for those, at those times, and for nothing else.</summary>
public sealed class AnchorFileTests : IDisposable
{
    private const string Sunset = "2030-01-01T00:00:00Z";

    private readonly TemporaryFolder _folder = new();
    private readonly Entity _root = Entity.Root();
    private readonly Certificate _leaf;

    public AnchorFileTests()
    {
        _leaf = _root.Leaf().Certificate;
        Directory.CreateDirectory(_folder.PathTo("roots"));
        File.WriteAllBytes(_folder.PathTo("roots", "root.cer"), _root.Encoded);
    }

    [Theory]
    [InlineData("seal", CertificatePurpose.Seal, true)]
    [InlineData("seal", CertificatePurpose.License, false)]
    [InlineData("license", CertificatePurpose.License, true)]
    [InlineData("license", CertificatePurpose.Seal, false)]
    [InlineData("timestamping", CertificatePurpose.Seal, false)]
    [InlineData("tsa", CertificatePurpose.License, false)]
    [InlineData("client", CertificatePurpose.Client, true)]
    public void An_anchor_vouches_for_what_it_is_named_for_and_for_nothing_else(string named, CertificatePurpose asked, bool expected)
    {
        var store = Load($$"""[{"file": "roots/root.cer", "purposes": ["{{named}}"]}]""");

        Assert.Equal(expected, Check(store, asked, Entity.Now) == Verdict.Passed);
    }

    [Theory]
    [InlineData("2025-12-31T23:59:59Z", false)]
    [InlineData("2026-01-01T00:00:00Z", true)]
    [InlineData("2029-12-31T23:59:59Z", true)]
    [InlineData("2030-01-01T00:00:01Z", false)]
    public void It_vouches_from_its_first_day_until_its_sunset(string at, bool expected)
    {
        var store = Load($$"""[{"file": "roots/root.cer", "purposes": ["seal"], "from": "2026-01-01T00:00:00Z", "until": "{{Sunset}}"}]""");

        Assert.Equal(
            expected, Check(store, CertificatePurpose.Seal, DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)) == Verdict.Passed);
    }

    [Theory]
    [InlineData("2026-03-01T00:00:00Z", true)]
    [InlineData("2026-03-01T00:00:01Z", false)]
    [InlineData("2019-12-31T23:59:59Z", false)]
    public void A_sunset_or_a_first_day_extends_nobodys_own_validity(string at, bool expected)
    {
        var root = Entity.Root(change: draft => draft.End = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        File.WriteAllBytes(_folder.PathTo("roots", "old.cer"), root.Encoded);
        var leaf = root.Leaf(change: draft => draft.Start = Entity.Start.AddYears(-5)).Certificate;
        var store = Load($$"""[{"file": "roots/old.cer", "purposes": ["seal"], "from": "2010-01-01T00:00:00Z", "until": "{{Sunset}}"}]""");
        var time = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);

        var answer = new TrustChecker(store).Check(new TrustQuestion(leaf, time, CertificatePurpose.Seal) { CheckRevocation = false });

        Assert.Equal(expected, answer.Verdict == Verdict.Passed);
    }

    [Theory]
    [InlineData(CertificatePurpose.Seal, true)]
    [InlineData(CertificatePurpose.License, true)]
    [InlineData(CertificatePurpose.Client, false)]
    public void A_certificate_that_two_entries_name_is_trusted_for_what_either_says(CertificatePurpose purpose, bool expected)
    {
        File.WriteAllBytes(_folder.PathTo("roots", "leaf.cer"), _leaf.Encoded.ToArray());
        var store = Load("""[{"file": "roots/leaf.cer", "purposes": ["license"]}, {"file": "roots/leaf.cer", "purposes": ["seal"]}]""");

        Assert.Equal(expected, Check(store, purpose, Entity.Now) == Verdict.Passed);
    }

    [Fact]
    public void A_certificate_that_is_trusted_itself_must_meet_what_is_demanded_of_an_anchor_s_key()
    {
        File.WriteAllBytes(_folder.PathTo("roots", "leaf.cer"), _leaf.Encoded.ToArray());
        var store = Load("""[{"file": "roots/leaf.cer", "purposes": ["seal"]}]""");

        var answer = new TrustChecker(store).Check(new TrustQuestion(_leaf, Entity.Now, CertificatePurpose.Seal)
        {
            CheckRevocation = false,
            AnchorConstraint = anchor => new PathFault(SubIndication.CryptoConstraintsFailureNoPoe, $"{anchor.Subject} is weak.", IsDoubt: true),
        });

        Assert.Equal(Verdict.Indeterminate, answer.Verdict);
        Assert.Contains("CN=Leaf is weak", answer.Findings.Single().Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_that_two_entries_name_is_trusted_in_the_time_of_either()
    {
        File.WriteAllBytes(_folder.PathTo("roots", "leaf.cer"), _leaf.Encoded.ToArray());
        var store = Load($$"""
            [{"file": "roots/leaf.cer", "purposes": ["seal"], "until": "2021-01-01T00:00:00Z"},
             {"file": "roots/leaf.cer", "purposes": ["seal"], "from": "2025-01-01T00:00:00Z"}]
            """);

        Assert.Equal(Verdict.Passed, Check(store, CertificatePurpose.Seal, Entity.Start.AddDays(1)));
        Assert.Equal(Verdict.Passed, Check(store, CertificatePurpose.Seal, Entity.Now));
        Assert.NotEqual(Verdict.Passed, Check(store, CertificatePurpose.Seal, new(2023, 1, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void A_name_of_the_timestamp_purpose_is_another_word_for_it()
    {
        var anchor = Assert.Single(Load("""[{"file": "roots/root.cer", "purposes": ["tsa"]}]""").Anchors.All);

        Assert.True(anchor.Purposes.HasFlag(CertificatePurpose.TimeStamping));
        Assert.Equal(["timestamping"], PurposeNames.Of(CertificatePurpose.TimeStamping));
    }

    [Theory]
    [InlineData("""[{"file": "roots/root.cer", "purposes": ["seal"], "untill": "2030-01-01T00:00:00Z"}]""")]
    [InlineData("""[{"file": "roots/root.cer", "purposes": ["seal"], "until": "2030-01-01T00:00:00Z", "until": null}]""")]
    [InlineData("""[{"file": "roots/root.cer", "purposes": ["seals"]}]""")]
    [InlineData("""[{"file": "roots/root.cer", "purposes": []}]""")]
    [InlineData("""[{"file": "roots/root.cer"}]""")]
    [InlineData("""[{"file": "roots/nobody.cer", "purposes": ["seal"]}]""")]
    [InlineData("""[{"file": "roots/root.cer", "purposes": ["seal"], "from": "2030-01-01T00:00:00Z", "until": "2026-01-01T00:00:00Z"}]""")]
    [InlineData("""[{"file": "roots/root.cer", "purposes": ["seal"], "until": "tomorrow"}]""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("-----BEGIN CERTIFICATE-----")]
    public void Terms_that_cannot_be_read_are_refused_and_not_passed_over(string json) =>
        Assert.Throws<TrustFormatException>(() => Load(json));

    [Fact]
    public void A_folder_in_which_terms_stand_is_not_trusted_for_everything()
    {
        Write("roots/anchors.json", """[{"file": "root.cer", "purposes": ["client"]}]""");

        Assert.Throws<TrustFormatException>(() => new TrustStoreLoader().Trust(_folder.PathTo("roots")));
        Assert.Throws<TrustFormatException>(() => new TrustStoreLoader { IsLenient = true }.TrustAll(_folder.PathTo("roots")));
    }

    [Fact]
    public void Where_the_caller_limits_the_purposes_the_file_cannot_widen_them()
    {
        Write("anchors.json", """[{"file": "roots/root.cer", "purposes": ["seal", "client"]}]""");

        var store = new TrustStoreLoader().Trust(_folder.PathTo("anchors.json"), CertificatePurpose.Client).Load();

        Assert.Equal(CertificatePurpose.Client, Assert.Single(store.Anchors.All).Purposes);
    }

    public void Dispose() => _folder.Dispose();

    private Verdict Check(TrustStore store, CertificatePurpose purpose, DateTimeOffset at) =>
        new TrustChecker(store).Check(new TrustQuestion(_leaf, at, purpose) { CheckRevocation = false }).Verdict;

    private TrustStore Load(string json)
    {
        Write("anchors.json", json);
        return new TrustStoreLoader().Trust(_folder.PathTo("anchors.json")).Load();
    }

    private void Write(string name, string text) => File.WriteAllText(_folder.PathTo(name.Split('/')), text, Encoding.UTF8);
}
