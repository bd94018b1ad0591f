using Licenses.Crypto.Asn1;

namespace Licenses.Crypto.X509.Paths;

/// <summary>Compares a name with one subtree of the same kind (RFC 5280, 4.2.1.10).</summary>
internal static class NameTree
{
    /// <summary>Whether the whole name lies in the subtree.</summary>
    /// <exception cref="FormatException">One of the two is not what its kind says, or the kind is not supported.</exception>
    public static bool Holds(GeneralName tree, GeneralName name) => name.Kind switch
    {
        GeneralNameKind.DirectoryName => name.DirectoryName is { } inner && tree.DirectoryName is { } outer && inner.IsWithin(outer),
        GeneralNameKind.Dns => HoldsHost(DnsTree(tree.Text), DnsName(name.Text)),
        GeneralNameKind.Email => HoldsMail(tree.Text ?? "", name.Text ?? ""),
        GeneralNameKind.Uri => HoldsUri(tree.Text ?? "", name.Text ?? ""),
        GeneralNameKind.IpAddress => HoldsAddress(tree.Content.Span, name.Content.Span),
        _ => throw new FormatException($"constraints on names of the kind {name.Kind} are not supported"),
    };

    /// <summary>Whether a part of what the name stands for lies in the subtree: a wildcard stands for many hosts.</summary>
    /// <exception cref="FormatException">As with <see cref="Holds"/>.</exception>
    public static bool Touches(GeneralName tree, GeneralName name) =>
        Holds(tree, name)
        || (name.DirectoryName is { } inner && tree.DirectoryName is { } outer
            && (inner.MayBeWithin(outer) ?? throw new FormatException("it has characters that may stand for others")))
        || (name.Kind == GeneralNameKind.Dns && DnsName(name.Text) is ['*', '.', .. var rest]
            && DnsTree(tree.Text) is var constraint && constraint.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
            && constraint[(dot + 1)..] == rest);

    private static bool HoldsHost(string tree, string host) =>
        tree.Length == 0 || host == tree || host.EndsWith(tree[0] == '.' ? tree : "." + tree, StringComparison.Ordinal);

    // A dot at the beginning is not RFC 5280's, but seen in the field: whatever is below the host.
    private static string DnsTree(string? text) => text switch
    {
        null => throw new FormatException("a constraint on host names has no text"),
        "" => "",
        ['.', .. var rest] => "." + Host(rest),
        _ => Host(text),
    };

    private static string DnsName(string? text) =>
        text is ['*', '.', .. var rest] ? "*." + Host(rest) : Host(text ?? "");

    // A host in lower case; labels of letters, digits, hyphens and (as in the field) underscores.
    private static string Host(string text)
    {
        string host = text.EndsWith('.') && text.Length > 1 ? text[..^1] : text;
        return host.Length is > 0 and <= 253 && host.Split('.').All(label => label.Length is > 0 and <= 63
                && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            ? host.ToLowerInvariant()
            : throw new FormatException("it is not a host name");
    }

    // A mailbox, a host (its mailboxes), or a domain after a dot (mailboxes on hosts within it).
    private static bool HoldsMail(string tree, string mail)
    {
        var (user, host) = Mailbox(mail);
        if (tree.Contains('@', StringComparison.Ordinal))
        {
            var (onlyUser, onlyHost) = Mailbox(tree);
            return user == onlyUser && host == onlyHost;
        }

        return IsWithin(tree, host);
    }

    private static (string User, string Host) Mailbox(string mail)
    {
        int at = mail.LastIndexOf('@');
        bool isQuoted = at > 1 && mail[0] == '"' && mail[at - 1] == '"';
        return at > 0 && (isQuoted || mail.IndexOf('@', StringComparison.Ordinal) == at)
            ? (isQuoted ? Unquote(mail[1..(at - 1)]) : mail[..at], Host(mail[(at + 1)..]))
            : throw new FormatException("it is not a mail address");
    }

    // RFC 5321, 4.1.2: "a\b"@h is the mailbox ab@h; a backslash says that the next character stands for itself.
    private static string Unquote(string quoted)
    {
        var plain = new System.Text.StringBuilder(quoted.Length);
        for (int i = 0; i < quoted.Length; i++)
        {
            i += quoted[i] == '\\' ? 1 : 0;
            plain.Append(i < quoted.Length && quoted[i] is >= ' ' and not '\u007F'
                ? quoted[i]
                : throw new FormatException("it is not a mail address"));
        }

        return plain.ToString();
    }

    private static bool HoldsUri(string tree, string uri)
    {
        // What RFC 3986 does not allow, such as a backslash, is read by one program as the end of the host, by another not.
        if (!uri.All(c => char.IsAsciiLetterOrDigit(c) || "-._~:/?#[]@!$&'()*+,;=%".Contains(c, StringComparison.Ordinal)))
        {
            throw new FormatException("the URI has characters that RFC 3986 does not allow");
        }

        int start = uri.IndexOf("://", StringComparison.Ordinal);
        if (start <= 0)
        {
            throw new FormatException("the URI names no host");
        }

        string authority = uri[(start + 3)..].Split('/', '?', '#')[0];
        string host = authority[(authority.LastIndexOf('@') + 1)..];
        int port = host.LastIndexOf(':');
        string name = Host(port >= 0 ? host[..port] : host);
        return System.Net.IPAddress.TryParse(name, out _)
            ? throw new FormatException("the URI's host is an address")
            : IsWithin(tree, name);
    }

    private static bool IsWithin(string tree, string host) => tree switch
    {
        "" => true,
        ['.', .. var domain] => host.EndsWith("." + Host(domain), StringComparison.Ordinal),
        _ => host == Host(tree),
    };

    // Four or sixteen octets of address and as many of mask, whose ones come first.
    private static bool HoldsAddress(ReadOnlySpan<byte> tree, ReadOnlySpan<byte> address)
    {
        if (address.Length is not (4 or 16) || tree.Length is not (8 or 32) || !IsMask(tree[(tree.Length / 2)..]))
        {
            throw new FormatException("it is not an address, or the constraint is not an address and a mask");
        }

        if (tree.Length != 2 * address.Length)
        {
            return false;
        }

        for (int i = 0; i < address.Length; i++)
        {
            if (((address[i] ^ tree[i]) & tree[address.Length + i]) != 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsMask(ReadOnlySpan<byte> mask)
    {
        bool ended = false;
        foreach (byte octet in mask)
        {
            int ones = byte.LeadingZeroCount((byte)(octet ^ 0xFF));
            if ((ended && octet != 0) || (octet & (0xFF >> ones)) != 0)
            {
                return false;
            }

            ended |= ones < 8;
        }

        return true;
    }
}
