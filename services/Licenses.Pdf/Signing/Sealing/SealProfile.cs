using Licenses.Crypto.Seals;
using Licenses.Pdf.Composing.Seals;

namespace Licenses.Pdf.Signing;

/// <summary>By which standard a document is sealed: what /Contents holds, and what /Filter and /SubFilter say of it.</summary>
public abstract record SealProfile
{
    private SealProfile() { } // closed: only the cases below exist

    /// <summary>PAdES with whatever key the seal has; the default.</summary>
    public static SealProfile Default { get; } = new Pades();

    /// <summary>The stable name: the command line, JSON and configuration use it.</summary>
    public abstract string Name { get; }

    /// <summary>/Filter.</summary>
    public virtual string Handler => "Adobe.PPKLite";

    /// <summary>/SubFilter.</summary>
    public virtual string Format => "ETSI.CAdES.detached";

    internal virtual bool NeedsSm2 => true;

    internal virtual bool IsNationalMessage => false;

    /// <summary>CAdES in ETSI.CAdES.detached (EN 319 142-1).</summary>
    public sealed record Pades : SealProfile
    {
        public override string Name => "pades";

        internal override bool NeedsSm2 => false;
    }

    /// <summary>The same, and the key must be SM2.</summary>
    public sealed record Sm2Cades : SealProfile
    {
        public override string Name => "sm2-cades";
    }

    /// <summary>SM2 in a PKCS #7 message in adbe.pkcs7.detached (ISO 32000-2, 12.8.3.3), under the numbers of RFC 5652.</summary>
    public sealed record Sm2Pkcs7 : SealProfile
    {
        public override string Name => "sm2-pkcs7";

        public override string Format => "adbe.pkcs7.detached";
    }

    /// <summary>The same under the numbers of GM/T 0010-2012 (GB/T 35275-2017).</summary>
    public sealed record Sm2Pkcs7National : SealProfile
    {
        public override string Name => "sm2-pkcs7-gm";

        public override string Format => "adbe.pkcs7.detached";

        internal override bool IsNationalMessage => true;
    }

    /// <summary>An electronic seal's signature (GB/T 38540-2020, GM/T 0031-2025) as it is, in no message around it.</summary>
    /// <param name="Seal">The seal; only who stands on its list may apply it.</param>
    public sealed record Ses(ElectronicSeal Seal) : SealProfile
    {
        private const int MostCharacters = 64;

        // Read once for all documents that are sealed by this profile.
        private readonly Lazy<(SealDrawing? Drawing, (string En, string Zh) Reason)> _picture = new(() =>
            ElectronicSealPicture.TryDraw(Seal, out var drawing, out var reason) ? (drawing, default) : (null, reason));

        private readonly string _handler = "GM.PKILite";
        private readonly string _format = "GM.sm2seal";

        public override string Name => "ses";

        public override string Handler => _handler;

        public override string Format => _format;

        /// <summary>The same under other names, as some software wants them.</summary>
        /// <param name="handler">/Filter; null: as it is.</param>
        /// <param name="format">/SubFilter; null: as it is.</param>
        /// <exception cref="ArgumentException">A name is empty, long, not of letters, digits, points and dashes, or names another kind.</exception>
        public Ses Named(string? handler, string? format) => new(this, Checked(handler) ?? _handler, CheckedFormat(format) ?? _format);

        internal SealDrawing Draw() => _picture.Value.Drawing
            ?? throw new SealRefusedException(SealRefusal.PictureUndrawable, _picture.Value.Reason.En, _picture.Value.Reason.Zh);

        private Ses(Ses original, string handler, string format) : this(original.Seal)
        {
            _handler = handler;
            _format = format;
        }

        private static string? CheckedFormat(string? name) => CmsInspection.IsKnown(Checked(name))
            ? throw new ArgumentException($"/SubFilter {name} names signatures of another kind.", nameof(name))
            : name;

        private static string? Checked(string? name) =>
            name is null || (name.Length is > 0 and <= MostCharacters && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_'))
                ? name
                : throw new ArgumentException($"\"{name}\" is no name for a signature's handler or format.", nameof(name));
    }
}
