using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Licenses.Crypto.Cms;
using Licenses.Crypto.Signatures;
using Licenses.Testing.SamplePki;

namespace Licenses.Testing.Attacks;

/// <summary>Signs what stands there, with a key of the sample PKI: fills the last placeholders of /ByteRange and /Contents.</summary>
public static class RawSigner
{
    private const string Number = "##########";

    private static readonly Lazy<Pkcs12SealKey> Key = new(() =>
        Pkcs12SealKey.Load(File.ReadAllBytes(SampleCertificates.SealPath("police")), SampleCertificates.Password));

    /// <summary>/ByteRange with room for ten digits each.</summary>
    public static string ByteRange => $"/ByteRange [0 {Number} {Number} {Number}]";

    /// <summary>/Contents with room for the signature.</summary>
    public static string Contents => $"/Contents <{new string('0', 2 * Room)}>";

    /// <summary>The signer's certificate, encoded.</summary>
    public static byte[] Certificate => Key.Value.Certificate.Encoded.ToArray();

    public static int Room => CadesSigner.EstimateSize(Key.Value);

    public static Task<byte[]> SignAsync(RawPdf document) => SignAsync(document, options: new());

    public static async Task<byte[]> SignAsync(RawPdf document, SigningFault options)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(options);
        byte[] bytes = document.ToArray();
        int gapStart = bytes.AsSpan().LastIndexOf(RawPdf.Encode($"{options.GapOpening}{new string('0', 64)}"));
        int gapEnd = gapStart + bytes.AsSpan(gapStart).IndexOf((byte)(options.GapOpening == "(" ? ')' : '>')) + 1;
        (gapStart, gapEnd) = (gapStart - options.GapBefore, gapEnd + options.GapAfter);
        int end = options.End ?? bytes.Length;
        string range = string.Create(CultureInfo.InvariantCulture, $"{gapStart,-10} {gapEnd,-10} {end - gapEnd,-10}");
        int place = bytes.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes($"{Number} {Number} {Number}"));
        Encoding.ASCII.GetBytes(range).CopyTo(bytes, place);

        byte[] value = options.Value is { } make
            ? await make(new CoveredBytes(bytes, gapStart, gapEnd, end))
            : await SignAsync(bytes, (gapStart, gapEnd, end), options);
        Encoding.ASCII.GetBytes(Convert.ToHexString(value)).CopyTo(bytes, gapStart + options.GapBefore + 1);
        return bytes;
    }

    private static async Task<byte[]> SignAsync(byte[] bytes, (int GapStart, int GapEnd, int End) range, SigningFault options)
    {
        using var hash = IncrementalHash.CreateHash(Key.Value.Algorithm.Digest);
        hash.AppendData(bytes.AsSpan(0, range.GapStart));
        hash.AppendData(bytes.AsSpan(range.GapEnd, range.End - range.GapEnd));
        byte[] digest = hash.GetHashAndReset();
        return options.Cms is { } raw
            ? await raw.SignAsync(Key.Value, digest)
            : await CadesSigner.SignAsync(Key.Value, digest, Key.Value.Algorithm.Digest, CancellationToken.None);
    }
}
