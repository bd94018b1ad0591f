namespace Licenses.Server.Fetching;

/// <summary>Addresses as operators write them.</summary>
internal static class HttpAddress
{
    public static bool IsOne(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) && address.UserInfo.Length == 0;
}
