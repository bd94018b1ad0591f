using Licenses.Crypto.X509;

namespace Licenses.Trust.Fetching;

/// <summary>Where to ask about a certificate: where the operator says, else where it says itself if the operator allows that.</summary>
internal sealed class SourceBook(ImmutableArray<IssuerAddresses> issuers, FetchPolicy policy)
{
    /// <summary>So many addresses of a kind are tried.</summary>
    public const int MostAddresses = 4;

    public Sources Of(Certificate subject, Certificate issuer) => Configured(issuer) is { } configured
        ? new Sources(configured.Ocsp, configured.Lists, configured.Deltas, true)
        : new Sources(Allowed(subject.Profile.OcspAddresses), Allowed(subject.Profile.CrlAddresses), [], false);

    public IssuerAddresses? Configured(Certificate issuer) => issuers.FirstOrDefault(addresses => addresses.Fit(issuer));

    /// <summary>Those of a certificate's addresses that the operator allows.</summary>
    public ImmutableArray<Uri> Allowed(ImmutableArray<string> texts) => policy.AllowedHosts.IsEmpty
        ? []
        : [.. texts.Select(Sources.ReadAddress).OfType<Uri>().Where(address => policy.Refuse(new FetchOrder("", address, 0)) is null)];
}

/// <summary>Addresses of one issuer.</summary>
/// <param name="Ocsp">Responders.</param>
/// <param name="Lists">Complete CRLs.</param>
/// <param name="Deltas">Delta CRLs.</param>
/// <param name="IsConfigured">The operator wrote them down.</param>
internal sealed record Sources(ImmutableArray<Uri> Ocsp, ImmutableArray<Uri> Lists, ImmutableArray<Uri> Deltas, bool IsConfigured)
{
    public static Uri? ReadAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : null;
}
