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
    private static readonly string[] TextForms = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss"];

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

        var content = SealReader.ReadBytes(reader);
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

    private static DateTimeOffset ReadText(string text) =>
        DateTime.TryParseExact(
            text.Trim('\0', ' '), TextForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new DateTimeOffset(time, ChinaStandardTime).ToUniversalTime()
            : throw new AsnContentException("The time is no time that we can read.");
}
