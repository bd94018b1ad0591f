using System.Security.Cryptography.X509Certificates;
using Licenses.Crypto;
using Licenses.Tests.Crypto;

namespace Licenses.Tests.Trust;

/// <summary>The table of paths and revocation, each case by the clause it proves, before two foreign judges.</summary>
public sealed class TrustTableTests
{
    private static readonly Dictionary<string, Func<TrustCase>> Cases = new[]
    {
        PathCases.All, NameConstraintCases.All, PolicyCases.All, ListCases.All,
    }.SelectMany(table => table).ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Cases.Keys];

    public static TheoryData<string> NamesForOpenSsl => [.. Cases.Keys.Where(name => Cases[name]().OpenSslDiffers is null)];

    // It processes policies only where it is told to, and then as the judge above does, whose library it calls.
    public static TheoryData<string> NamesForPlatform =>
        [.. Cases.Keys.Where(name => !PolicyCases.All.ContainsKey(name) && Cases[name]() is { PlatformDiffers: null, Lists: null })];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_question_is_answered_by_its_clause(string name)
    {
        var answer = Cases[name]().Answer();

        var expected = Cases[name]().Expected;
        Assert.True(
            answer.Verdict == expected,
            $"{name}: {answer.Verdict}\n{string.Join('\n', answer.Findings.Select(finding => finding.Detail))}");
    }

    [Theory]
    [MemberData(nameof(NamesForOpenSsl))]
    public void OpenSSL_judges_the_same(string name)
    {
        var question = Cases[name]();
        var (files, arguments) = question.ForOpenSsl();

        var (exitCode, output) = ForeignTool.Run("openssl", files, arguments);

        Assert.True((question.Expected == Verdict.Passed) == (exitCode == 0), $"{name}: {output}");
    }

    [Theory]
    [MemberData(nameof(NamesForPlatform))]
    public void The_platform_judges_the_same(string name)
    {
        var question = Cases[name]();
        using var chain = new X509Chain
        {
            ChainPolicy =
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                VerificationTime = Entity.Now.UtcDateTime.ToLocalTime(),
                DisableCertificateDownloads = true,
            },
        };
        chain.ChainPolicy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(question.Root.Encoded));
        foreach (var link in question.Between)
        {
            chain.ChainPolicy.ExtraStore.Add(X509CertificateLoader.LoadCertificate(link.Encoded));
        }

        using var leaf = X509CertificateLoader.LoadCertificate(question.Leaf.Encoded);
        bool holds = chain.Build(leaf);

        Assert.True(
            (question.Expected == Verdict.Passed) == holds,
            $"{name}: {string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation))}");
    }

    [Fact]
    public void The_table_has_at_least_a_hundred_and_twenty_cases_and_says_why_others_differ()
    {
        Assert.True(Cases.Count >= 120, $"{Cases.Count}");
        Assert.All(Cases.Values.Select(make => make()), question => Assert.NotEqual("", question.OpenSslDiffers));
    }
}
