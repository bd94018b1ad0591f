namespace Licenses.Testing.Attacks;

/// <summary>
/// The victim: two pages, a filled text field, an empty signature field, an annotation, metadata, and one invisible seal
/// over all of it, in one revision. Object numbers are named, so that an attack can be read.
/// </summary>
public sealed record SealedSample
{
    public const int Root = 1;
    public const int Pages = 2;
    public const int FirstPage = 3;
    public const int FirstContent = 4;
    public const int Font = 5;
    public const int SecondPage = 6;
    public const int SecondContent = 7;
    public const int Information = 8;
    public const int Form = 9;
    public const int TextField = 10;
    public const int SealField = 11;
    public const int Seal = 12;
    public const int Metadata = 13;
    public const int ContentLength = 14;
    public const int Note = 15;
    public const int EmptySealField = 16;
    public const int TextAppearance = 17;
    public const int Overlay = 18;
    public const int Size = 19;

    private const string Text = "BT /F1 24 Tf 20 250 Td (License No. 1) Tj ET";

    /// <summary>1, 2 or 3: the seal certifies the document; 0: with /P left out; null: it approves.</summary>
    public int? Certify { get; init; }

    /// <summary>More entries of the catalog.</summary>
    public string CatalogExtra { get; init; } = "";

    /// <summary>More entries of the seal's dictionary.</summary>
    public string SealExtra { get; init; } = "";

    /// <summary>More entries of the seal's field.</summary>
    public string FieldExtra { get; init; } = "";

    /// <summary>/Contents as written.</summary>
    public string Contents { get; init; } = RawSigner.Contents;

    /// <summary>/ByteRange as written.</summary>
    public string ByteRange { get; init; } = RawSigner.ByteRange;

    public string SubFilter { get; init; } = "ETSI.CAdES.detached";

    /// <summary>Objects that replace the usual ones, or are added.</summary>
    public IReadOnlyDictionary<int, string> Others { get; init; } = new Dictionary<int, string>();

    public SigningFault Fault { get; init; } = new();

    /// <summary>Changes to the revision as such.</summary>
    public Func<RawRevision, RawRevision> Shape { get; init; } = revision => revision;

    public static string CatalogBody(string extra = "") =>
        $"<< /Type /Catalog /Pages {Pages} 0 R /AcroForm {Form} 0 R /Metadata {Metadata} 0 R {extra} >>";

    public static string FormBody(string fields = "", string extra = "") =>
        $"<< /Fields [{TextField} 0 R {SealField} 0 R {EmptySealField} 0 R {fields}] /SigFlags 3 /DA (/F1 12 Tf 0 g) "
        + $"/DR << /Font << /F1 {Font} 0 R >> >> {extra} >>";

    public static string FirstPageBody(string annotations = "", string extra = "") =>
        $"<< /Type /Page /Parent {Pages} 0 R /MediaBox [0 0 300 300] /Contents {FirstContent} 0 R "
        + $"/Annots [{TextField} 0 R {SealField} 0 R {Note} 0 R {annotations}] {extra} >>";

    public static string TextFieldBody(string value, string extra = "") =>
        $"<< /FT /Tx /T (Amount) /V ({value}) /Type /Annot /Subtype /Widget /Rect [20 100 120 120] /P {FirstPage} 0 R /F 4 "
        + $"/AP << /N {TextAppearance} 0 R >> {extra} >>";

    public static string EmptySealFieldBody(string extra = "") =>
        $"<< /FT /Sig /T (Seal2) /Type /Annot /Subtype /Widget /Rect [50 50 150 100] /F 4 /P {SecondPage} 0 R {extra} >>";

    public static string Drawing(string operators) =>
        RawPdf.Stream("/Type /XObject /Subtype /Form /BBox [0 0 300 300]", operators);

    public string SealBody(string byteRange, string contents) =>
        $"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /{SubFilter} {byteRange} {contents} /M (D:20260101000000Z) "
        + $"/Reason (Issued) {Reference()} {SealExtra} >>";

    /// <summary>The document before it is signed.</summary>
    public RawPdf Draft() => new RawPdf().Append(DraftRevision());

    /// <summary>Its one revision.</summary>
    public RawRevision DraftRevision()
    {
        var objects = new SortedDictionary<int, string>
        {
            [Root] = CatalogBody((Certify is null ? "" : $"/Perms << /DocMDP {Seal} 0 R >> ") + CatalogExtra),
            [Pages] = $"<< /Type /Pages /Kids [{FirstPage} 0 R {SecondPage} 0 R] /Count 2 /Resources << /Font << /F1 {Font} 0 R >> "
                + $"/XObject << /X1 {Overlay} 0 R >> >> >>",
            [FirstPage] = FirstPageBody(),
            [FirstContent] = $"<< /Length {ContentLength} 0 R >>\nstream\n{Text}\nendstream",
            [Font] = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            [SecondPage] = $"<< /Type /Page /Parent {Pages} 0 R /MediaBox [0 0 300 300] /Contents {SecondContent} 0 R "
                + $"/Annots [{EmptySealField} 0 R] >>",
            [SecondContent] = RawPdf.Stream("", "BT /F1 12 Tf 20 250 Td (Terms) Tj ET /X1 Do"),
            [Information] = "<< /Title (License) >>",
            [Form] = FormBody(),
            [TextField] = TextFieldBody("100"),
            [SealField] = $"<< /FT /Sig /T (Seal1) /V {Seal} 0 R /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 /P {FirstPage} 0 R {FieldExtra} >>",
            [Metadata] = RawPdf.Stream("/Type /Metadata /Subtype /XML", "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"),
            [ContentLength] = $"{Text.Length}",
            [Note] = $"<< /Type /Annot /Subtype /Text /Rect [200 200 220 220] /Contents (checked) /P {FirstPage} 0 R >>",
            [EmptySealField] = EmptySealFieldBody(),
            [TextAppearance] = Drawing("BT /F1 12 Tf 2 2 Td (100) Tj ET"),
            [Overlay] = Drawing("0 0 1 rg 0 0 10 10 re f"),
            [Seal] = SealBody(ByteRange, Contents),
        };
        foreach ((int number, string body) in Others)
        {
            objects[number] = body;
        }

        return Shape(new RawRevision
        {
            Objects = objects,
            Entries = new Dictionary<int, string> { [0] = RawPdf.Entry(0, 65535, 'f') },
            Size = Size,
            TrailerExtra = $"/Info {Information} 0 R",
        });
    }

    public Task<byte[]> SealAsync() => RawSigner.SignAsync(Draft(), Fault);

    /// <summary>The sealed document and one more revision.</summary>
    public async Task<byte[]> ThenAsync(RawRevision revision) => new RawPdf(await SealAsync()).Append(revision).ToArray();

    /// <summary>The sealed document and one more revision with these objects.</summary>
    public Task<byte[]> ThenAsync(params (int Number, string Body)[] objects) =>
        ThenAsync(new RawRevision { Objects = objects.ToDictionary(item => item.Number, item => item.Body) });

    private string Reference() => Certify switch
    {
        null => "",
        0 => "/Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams /V /1.2 >> >>]",
        { } permission => "/Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams "
            + $"<< /Type /TransformParams /P {permission} /V /1.2 >> >>]",
    };
}
