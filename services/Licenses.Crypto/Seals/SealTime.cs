using System.Formats.Asn1;
using System.Globalization;
using System.Text;
using Licenses.Crypto.Asn1;
using Licenses.Crypto.Cms;
using Licenses.Crypto.Tsp;
using Licenses.Crypto.X509;

namespace Licenses.Crypto.Seals;

/// <summary>A seal's or signature's time as its maker claims it, or as a timestamp in its place tells it.</summary>
internal static class SealTime
{
    private const string WithSpace = "yyyy-MM-dd HH:mm:ss.FFFFFFF";
    private const string WithLetter = "yyyy-MM-ddTHH:mm:ss.FFFFFFF";

    // Times without a zone are those of the clock on the wall, and there is one in the country.
    private static readonly TimeSpan ChinaStandardTime = TimeSpan.FromHours(8);

    /// <summary>UTCTime or GeneralizedTime.</summary>
    public static DateTimeOffset Read(AsnReader reader) => Certificate.ReadTime(reader, ChinaStandardTime);

    /// <summary>
    /// The time of a signature: a time, or (2014) a BIT STRING with a time, a text or a timestamp token in it. The token
    /// is null where there is none.
    /// </summary>
    public static (DateTimeOffset Time, TimeStampToken? Token) ReadSealingTime(AsnReader reader)
    {
        var tag = reader.PeekTag();
        if (tag.HasSameClassAndValue(Asn1Tag.UtcTime) || tag.HasSameClassAndValue(Asn1Tag.GeneralizedTime))
        {
            return (Read(reader), null);
        }

        var content = SealText.IsText(tag)
            ? Encoding.UTF8.GetBytes(SealText.Read(reader, "timeInfo", []))
            : SealReader.ReadBytes(reader);
        if (content.Span is [0x30, ..])
        {
            try
            {
                var token = TimeStampToken.Decode(content);
                return (token.Info.Time, token);
            }
            catch (CmsFormatException e)
            {
                throw new AsnContentException("The time is neither a time nor a timestamp.", e);
            }
        }

        return content.Span is [0x17 or 0x18, ..]
            ? (Read(Ber.Open(content)), null)
            : (ReadText(Encoding.ASCII.GetString(content.Span)), null);
    }

    private static DateTimeOffset ReadText(string written)
    {
        string text = written.Trim('\0', ' ');
        if (DateTime.TryParseExact(text, [WithSpace, WithLetter], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return new DateTimeOffset(time, ChinaStandardTime).ToUniversalTime();
        }

        return DateTimeOffset.TryParseExact(
            text, [WithSpace + "K", WithLetter + "K"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var zoned)
            ? zoned.ToUniversalTime()
            : ReadBare(text);
    }

    // The digits of a UTCTime or a GeneralizedTime without its head.
    private static DateTimeOffset ReadBare(string text)
    {
        int digits = text.Length - text.AsSpan().TrimStart("0123456789").Length;
        byte? type = digits switch
        {
            10 or 12 => 0x17,
            14 => 0x18,
            _ => null,
        };
        return type is { } tag && text.Length <= 32
            ? Read(Ber.Open((byte[])[tag, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)]))
            : throw new AsnContentException("The time is no time that we can read.");
    }
}
