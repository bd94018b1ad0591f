using System.Buffers.Text;
using System.Text;
using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;
using Licenses.Tests.Cli;
using Licenses.Tests.Crypto;
using Licenses.Trust.Lists;

namespace Licenses.Tests.Trust;

public sealed class TrustListTests : IDisposable
{
    private static readonly Pkcs12SealKey Key = SampleKeys.Make("p256");

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => SampleKeys.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_list_comes_back_as_it_was_signed(string kind)
    {
        using var key = SampleKeys.Make(kind);
        var list = List(7);

        var outcome = await Reader(key.Certificate).ReadAsync(await TrustListToken.SignAsync(list, key, Token), Entity.Now, Token);

        var read = Assert.IsType<TrustListOutcome.Accepted>(outcome).List;
        Assert.Equal(TrustListJson.Encode(list), TrustListJson.Encode(read));
        Assert.Equal("本市样例根", read.Entries[0].Names["zh"]);
    }

    [Fact]
    public async Task Another_signer_is_refused()
    {
        using var other = SampleKeys.Make("p256");

        Refuses(await TrustListToken.SignAsync(List(7), other, Token));
    }

    [Fact]
    public async Task A_changed_list_is_refused()
    {
        string[] parts = (await TrustListToken.SignAsync(List(7), Key, Token)).Split('.');

        Refuses($"{parts[0]}.{Base64Url.EncodeToString(TrustListJson.Encode(List(8)))}.{parts[2]}");
    }

    [Theory]
    [InlineData("""{"alg":"none","typ":"licenses-trust-list+jwt"}""")]
    [InlineData("""{"alg":"HS256","typ":"licenses-trust-list+jwt"}""")]
    [InlineData("""{"alg":"RS256","typ":"licenses-trust-list+jwt"}""")]
    [InlineData("""{"alg":"ES384","typ":"licenses-trust-list+jwt"}""")]
    [InlineData("""{"alg":"ES256","typ":"JWT"}""")]
    [InlineData("""{"alg":"ES256"}""")]
    [InlineData("""{"alg":"ES256","typ":"licenses-trust-list+jwt","crit":["exp"]}""")]
    [InlineData("""{"alg":"ES256","typ":"licenses-trust-list+jwt","b64":false}""")]
    [InlineData("""{"alg":"ES256","alg":"ES256","typ":"licenses-trust-list+jwt"}""")]
    [InlineData("[]")]
    public async Task A_header_that_says_anything_else_is_refused_even_where_the_key_signed_it(string header)
    {
        string signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(TrustListJson.Encode(List(7)))}";
        byte[] value = await Key.SignAsync(Encoding.ASCII.GetBytes(signed), Token);

        Refuses($"{signed}.{Base64Url.EncodeToString(Licenses.Trust.Lists.JwsAlgorithm.Find("ES256", Key.Certificate.PublicKey)!.FromDer(value))}");
    }

    [Theory]
    [InlineData("""{"number":1}""")]
    [InlineData("""{"number":-1,"issued":"2026-01-01T00:00:00Z","nextUpdate":"2027-01-01T00:00:00Z","entries":[]}""")]
    [InlineData("""{"number":1,"issued":"2027-01-01T00:00:00Z","nextUpdate":"2026-01-01T00:00:00Z","entries":[]}""")]
    [InlineData("""{"number":1,"number":2,"issued":"2026-01-01T00:00:00Z","nextUpdate":"2027-01-01T00:00:00Z","entries":[]}""")]
    [InlineData("""{"number":1,"issued":"2026-01-01T00:00:00Z","nextUpdate":"2027-01-01T00:00:00Z","entries":[],"more":1}""")]
    [InlineData("""{"number":1,"issued":"2026-01-01T00:00:00Z","nextUpdate":"2027-01-01T00:00:00Z","entries":[{"certificate":"AAAA","purposes":[]}]}""")]
    [InlineData("""{"number":1,"issued":"2026-01-01T00:00:00Z","nextUpdate":"2027-01-01T00:00:00Z","entries":null}""")]
    [InlineData("null")]
    public void A_body_that_could_be_read_in_two_ways_is_refused(string json) =>
        Assert.Throws<TrustListFormatException>(() => TrustListJson.Decode(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public async Task An_older_list_is_refused_also_after_a_restart()
    {
        string path = _folder.PathTo("seen.txt");
        string older = await TrustListToken.SignAsync(List(6), Key, Token);
        string newer = await TrustListToken.SignAsync(List(7), Key, Token);

        Assert.IsType<TrustListOutcome.Accepted>(await new TrustListReader([Key.Certificate], new TrustListFileMemory(path)).ReadAsync(newer, Entity.Now, Token));
        var restarted = new TrustListReader([Key.Certificate], new TrustListFileMemory(path));
        Assert.IsType<TrustListOutcome.Refused>(restarted.Look(older, Entity.Now));
        Assert.IsType<TrustListOutcome.Refused>(await restarted.ReadAsync(older, Entity.Now, Token));
        Assert.IsType<TrustListOutcome.Accepted>(await restarted.ReadAsync(newer, Entity.Now, Token));
    }

    [Fact]
    public async Task Two_lists_of_one_number_do_not_both_count()
    {
        var reader = Reader(Key.Certificate);
        string one = await TrustListToken.SignAsync(List(7), Key, Token);
        string other = await TrustListToken.SignAsync(List(7) with { Entries = [] }, Key, Token);

        Assert.IsType<TrustListOutcome.Accepted>(reader.Look(other, Entity.Now)); // looked at, not taken
        Assert.IsType<TrustListOutcome.Accepted>(await reader.ReadAsync(one, Entity.Now, Token));
        Assert.IsType<TrustListOutcome.Refused>(await reader.ReadAsync(other, Entity.Now, Token));
    }

    [Fact]
    public async Task A_memory_that_cannot_be_read_accepts_nothing()
    {
        string path = _folder.PathTo("seen.txt");
        await File.WriteAllTextAsync(path, "rubbish", Token);
        var reader = new TrustListReader([Key.Certificate], new TrustListFileMemory(path));
        string list = await TrustListToken.SignAsync(List(7), Key, Token);

        await Assert.ThrowsAsync<InvalidDataException>(() => reader.ReadAsync(list, Entity.Now, Token).AsTask());
        Assert.Throws<InvalidDataException>(() => reader.Look(list, Entity.Now));
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(31)]
    public async Task Out_of_its_time_a_list_makes_nobody_trusted(int days)
    {
        string text = await TrustListToken.SignAsync(List(7), Key, Token);

        var stale = Assert.IsType<TrustListOutcome.Stale>(await Reader(Key.Certificate).ReadAsync(text, Entity.Now.AddDays(days), Token));

        Assert.Empty(stale.List.AnchorsAt(Entity.Now.AddDays(days)));
    }

    [Fact]
    public async Task A_signer_who_has_expired_makes_nobody_trusted_whatever_time_the_list_names()
    {
        var end = Key.Certificate.NotAfter;
        var list = List(7) with { Issued = end.AddDays(-1), NextUpdate = end.AddDays(30) };
        string text = await TrustListToken.SignAsync(list, Key, Token);

        Assert.IsType<TrustListOutcome.Accepted>(await Reader(Key.Certificate).ReadAsync(text, end.AddHours(-1), Token));
        Assert.IsType<TrustListOutcome.Refused>(await Reader(Key.Certificate).ReadAsync(text, end.AddDays(1), Token));
    }

    [Fact]
    public async Task From_the_command_line_a_list_is_made_shown_verified_and_used()
    {
        var root = Entity.Root();
        await File.WriteAllBytesAsync(_folder.PathTo("root.crt"), root.Encoded, Token);
        await File.WriteAllBytesAsync(_folder.PathTo("leaf.crt"), root.Leaf().Encoded, Token);
        await File.WriteAllBytesAsync(_folder.PathTo("list.p12"), SampleKeys.MakePkcs12("p256"), Token);
        await File.WriteAllTextAsync(_folder.PathTo("secret.txt"), SampleKeys.Password, Token);
        await File.WriteAllTextAsync(
            _folder.PathTo("anchors.json"), """[{"file":"root.crt","purposes":["seal"],"until":"2030-01-01T00:00:00Z","names":{"zh":"根"}}]""", Token);
        using (var key = Pkcs12SealKey.Load(await File.ReadAllBytesAsync(_folder.PathTo("list.p12"), Token), SampleKeys.Password))
        {
            await File.WriteAllBytesAsync(_folder.PathTo("list.crt"), key.Certificate.Encoded.ToArray(), Token);
        }

        Assert.Equal(0, (await RunAsync("list", "make", "--entries", "anchors.json", "--number", "7", "--days", "30", "--key", "list.p12",
            "--password-file", "secret.txt", "-o", "trust.jws")).ExitCode);
        Assert.Contains("根", (await RunAsync("list", "show", "trust.jws")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("list", "verify", "trust.jws", "--signer", "list.crt", "--state", "seen.txt")).ExitCode);
        Assert.Equal(3, (await RunAsync("list", "verify", "trust.jws", "--signer", "list.crt", "--at", "2026-09-01")).ExitCode);
        Assert.Equal(2, (await RunAsync("list", "verify", "trust.jws", "--signer", "root.crt")).ExitCode);
        string[] check = ["check", "--leaf", "leaf.crt", "--trust-list", "trust.jws", "--signer", "list.crt"];
        Assert.Equal(0, (await RunAsync([.. check, "--purpose", "seal"])).ExitCode);
        Assert.Equal(2, (await RunAsync([.. check, "--purpose", "client"])).ExitCode);

        // Whatever time is asked about, it is today's list that says whom to trust.
        Assert.Equal(0, (await RunAsync([.. check, "--purpose", "seal", "--at", "2026-03-01"])).ExitCode);
        Assert.Equal(0, (await RunAsync([.. check, "--purpose", "seal", "--at", "2026-09-01"])).ExitCode);
    }

    [Fact]
    public void An_entry_counts_until_its_sunset()
    {
        var entry = new TrustListEntry(
            Entity.Root().Certificate, CertificatePurpose.Seal, null, Entity.Now, System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty);

        Assert.True(entry.ToAnchor().IsTrustedAt(Entity.Now));
        Assert.False(entry.ToAnchor().IsTrustedAt(Entity.Now.AddSeconds(1)));
    }

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static TrustListReader Reader(Certificate signer) => new([signer], new TrustListProcessMemory());

    private static void Refuses(string token) =>
        Assert.IsType<TrustListOutcome.Refused>(Reader(Key.Certificate).Look(token, Entity.Now));

    private static TrustList List(long number) => new(
        number, Entity.Now.AddDays(-1), Entity.Now.AddDays(30),
        [
            new TrustListEntry(
                SampleKeys.Root, CertificatePurpose.Seal | CertificatePurpose.TimeStamping, Entity.Start, Entity.End,
                System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("zh", "本市样例根").Add("en", "Sample root")),
        ]);

    private Task<CliRun> RunAsync(params string[] arguments) => CliRun.OfAsync(
        ["trust", .. arguments.Select(argument => argument.Contains('.') && !argument.Contains('-', StringComparison.Ordinal) ? _folder.PathTo(argument) : argument)]);
}
