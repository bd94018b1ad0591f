using System.Text;
using System.Text.RegularExpressions;
using Licenses.Crypto;
using Licenses.Verification;
using static Licenses.Tests.Verification.TimeWorld;

namespace Licenses.Tests.Verification;

/// <summary>A document timestamp that is damaged, or never was made, leaves doubt on the document that carries it.</summary>
public sealed class BrokenTimestampTests : IDisposable
{
    private const string EcdsaWithSha256 = "06082A8648CE3D040302";

    private readonly TimeWorld _world = new();

    [Fact]
    public async Task A_sealed_and_stamped_document_passes()
    {
        Assert.Equal(DocumentVerdict.Passed, _world.Verify(await StampedAsync(), On(2025, 3)).Verdict);
    }

    [Fact]
    public async Task A_timestamp_of_zeros_is_an_unfinished_one()
    {
        string text = Encoding.Latin1.GetString((await StampedAsync()).Span);
        var contents = Regex.Matches(text, "(?<=<)[0-9A-Fa-f]{1000,}(?=>)")[^1];

        var report = Verify(text[..contents.Index] + new string('0', contents.Length) + text[(contents.Index + contents.Length)..]);

        Assert.Equal(DocumentVerdict.Indeterminate, report.Verdict);
        Assert.Equal(Indication.TotalPassed, Assert.Single(report.Signatures).Indication);
    }

    [Fact]
    public async Task A_timestamp_that_is_not_known_to_be_intact_decides()
    {
        string text = Encoding.Latin1.GetString((await StampedAsync()).Span);
        int algorithm = text.LastIndexOf(EcdsaWithSha256, StringComparison.OrdinalIgnoreCase);

        var report = Verify(text[..algorithm] + EcdsaWithSha256.Replace("0403", "2403") + text[(algorithm + EcdsaWithSha256.Length)..]);

        Assert.Equal(DocumentVerdict.Indeterminate, report.Verdict);
        Assert.False(report.Signatures[1].Intact);
    }

    [Fact]
    public async Task A_timestamp_by_nobody_trusted_merely_proves_nothing()
    {
        using var stranger = TimeAuthority.Root("stranger", On(2020), On(2040));
        using var tsa = stranger.Issue("strange tsa", On(2023), On(2030), forTimestamps: true);
        var document = await StampAsync(tsa, On(2025, 2), await _world.SealAsync(On(2025)));

        var report = _world.Verify(document, On(2025, 3));

        Assert.Equal(DocumentVerdict.Passed, report.Verdict);
        Assert.Equal(SubIndication.NoCertificateChainFound, report.Signatures[1].SubIndication);
    }

    public void Dispose() => _world.Dispose();

    private async Task<ReadOnlyMemory<byte>> StampedAsync() =>
        await StampAsync(_world.FirstStamp, On(2025, 2), await _world.SealAsync(On(2025)));

    private VerificationReport Verify(string document) => _world.Verify(Encoding.Latin1.GetBytes(document), On(2025, 3));
}
