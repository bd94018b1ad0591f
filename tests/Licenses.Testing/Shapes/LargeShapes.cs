using System.Globalization;
using System.Text;
using Licenses.Crypto.Signatures;
using Licenses.Pdf.Signing;
using Licenses.Testing.SamplePki;

namespace Licenses.Testing.Shapes;

/// <summary>
/// Documents that are large in one way, honest ones and hostile ones. Each was sealed before it grew or after; what grows
/// must be explained in time that grows with the file's length and not faster.
/// </summary>
public static class LargeShapes
{
    private const int First = 10; // object numbers of what a shape adds

    private static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Lazy<Pkcs12SealKey> Key = new(() =>
        Pkcs12SealKey.Load(File.ReadAllBytes(SampleCertificates.SealPath("police")), SampleCertificates.Password));

    public static IReadOnlyList<LargeShape> All { get; } =
    [
        new("objects", 100_000, async n => Revisions(await SealAsync(Draft(Many(n), extra: Fan(n))), 1, Information)),
        new("objects, and a revision for every 100 of them", 100_000, async n => Revisions(await SealAsync(Draft(Many(n), extra: Fan(n))), n / 100, Information)),
        new("revisions that hold nothing", 1_000, async n => Revisions(await SealAsync(Draft()), n, (_, _) => { })),
        new("revisions of one object", 1_000, async n => Revisions(await SealAsync(Draft()), n, Information)),
        new("objects in object streams of 100,000", 400_000, async n => Revisions(await SealAsync(Packed(n, 100_000, extends: false)), 1, Information)),
        new("object streams that extend one another", 4_000, async n => Revisions(await SealAsync(Packed(n * 10, 10, extends: true)), 1, Information)),
        new("pages, all kids of one node", 50_000, async n => Revisions(await SealAsync(Pages(n, flat: true)), 1, Information)),
        new("pages, each node inside another", 20_000, async n => Revisions(await SealAsync(Pages(n, flat: false)), 1, Information)),
        new("pages, and a revision for every 50 of them", 50_000, async n => Revisions(await SealAsync(Pages(n, flat: true)), n / 50, Information)),
        new("fields, all locked by name", 20_000, n => SealAsync(Form(n), Locking(n))),
        new("fields filled in later, and as many others locked by name", 20_000, async n => Fill(await SealAsync(Form(n), Locking(n, "G")), n)),
        new("fields, and a revision of the form for every 20 of them", 20_000, async n => Revisions(await SealAsync(Form(n)), n / 20, FormAgain)),
        new("fields with one long name above", 20_000, async n => LongNames(await SealAsync(Draft()), n)) { IsBeyondLimits = true },
        new("fields that share what they show", 4_000, async n => Revisions(await SealAsync(Form(n, shared: true)), 1, Information)),
        new("signatures one after another", 200, n => SealTimesAsync(Draft(), n)),
        new("signatures one after another, in a form of 100 fields each", 100, n => SealTimesAsync(Form(100 * n), n)),
        new("signatures that collide", 400, Colliding),
        new("cross-reference entries in compressed streams", 2_000_000, n => SealAsync(Entries(n))),
        new("traces of signatures beside objects", 100_000, n => Task.FromResult(Traces(n))),
    ];

    private static string Fan(int count) => $"/PieceInfo << /X {First} 0 R >> ";

    private static Action<ShapeFile> Many(int count) => file =>
    {
        file.Object(First, $"[{References(First + 1, count)}]");
        for (int i = 1; i <= count; i++)
        {
            file.Object(First + i, $"<< /I {i} /Next {First + 1 + i % count} 0 R >>");
        }
    };

    private static byte[] Draft(Action<ShapeFile>? more = null, string extra = "", string form = "[]", string pageExtra = "")
    {
        var file = new ShapeFile();
        file.Object(1, $"<< /Type /Catalog /Pages 2 0 R /AcroForm 4 0 R {extra}>>");
        file.Object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        file.Object(3, $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] {pageExtra}>>");
        file.Object(4, "<< /Fields 5 0 R /SigFlags 3 >>");
        file.Object(5, form);
        file.Object(6, "<< /Title (Large) >>");
        more?.Invoke(file);
        return file.End("/Info 6 0 R").ToArray();
    }

    private static byte[] Packed(int count, int each, bool extends)
    {
        var file = new ShapeFile();
        int streams = (count + each - 1) / each;
        file.Object(1, $"<< /Type /Catalog /Pages 2 0 R /PieceInfo << /X {First} 0 R >> >>");
        file.Object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        file.Object(3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] >>");
        file.Object(First, $"[{References(First + 1 + streams, count)}]");
        for (int stream = 0; stream < streams; stream++)
        {
            int own = Math.Min(each, count - stream * each);
            file.ObjectStream(
                First + 1 + stream, First + 1 + streams + stream * each,
                [.. Enumerable.Range(0, own).Select(i => $"<</I {i}>>")],
                extends && stream > 0 ? $"/Extends {First + stream} 0 R" : "");
        }

        return file.End(asStream: true).ToArray();
    }

    private static byte[] Pages(int count, bool flat)
    {
        var file = new ShapeFile();
        file.Object(1, "<< /Type /Catalog /Pages 2 0 R >>");
        file.Object(6, "<< /Title (Large) >>");
        file.Object(2, $"<< /Type /Pages /Kids [{(flat ? References(First, count) : $"{First} 0 R")}] /Count {count} /MediaBox [0 0 300 300] >>");
        for (int i = 0; i < count; i++)
        {
            if (flat || i == count - 1)
            {
                file.Object(First + i, $"<< /Type /Page /Parent {(flat ? 2 : First + i - 1)} 0 R /Resources << >> >>");
            }
            else
            {
                file.Object(First + i, $"<< /Type /Pages /Parent {(i == 0 ? 2 : First + i - 1)} 0 R /Kids [{First + i + 1} 0 R] /Count 1 >>");
            }
        }

        return file.End("/Info 6 0 R").ToArray();
    }

    private static byte[] Form(int count, bool shared = false) => Draft(
        file =>
        {
            for (int i = 0; i < count; i++)
            {
                file.Object(First + i, Field(i, "old", shared ? $"/MK << /X {First + count} 0 R >>" : ""));
            }

            if (shared)
            {
                Chain(file, First + count, count);
            }
        },
        form: $"[{References(First, count)}]", pageExtra: $"/Annots [{References(First, count)}] ");

    private static void Chain(ShapeFile file, int first, int count)
    {
        for (int i = 0; i < count; i++)
        {
            file.Object(first + i, i == count - 1 ? "<< >>" : $"<< /Next {first + i + 1} 0 R >>");
        }
    }

    private static string Field(int index, string value, string extra = "") =>
        $"<< /Type /Annot /Subtype /Widget /FT /Tx /T (F{index}) /V ({value}) /Rect [0 0 9 9] /F 4 {extra}>>";

    private static byte[] LongNames(byte[] document, int count)
    {
        var file = new ShapeFile(document, RootSize(document));
        file.Object(5, "[50 0 R]");
        file.Object(50, $"<< /T ({new string('N', 5 * count)}) /FT /Tx /Kids [{References(51, count)}] >>");
        for (int i = 1; i <= count; i++)
        {
            file.Object(50 + i, $"<< /T (F{i}) /Parent 50 0 R >>");
        }

        return file.End("/Info 6 0 R").ToArray();
    }

    private static byte[] Fill(byte[] document, int count)
    {
        var file = new ShapeFile(document, First + count + 10);
        for (int i = 0; i < count; i++)
        {
            file.Object(First + i, Field(i, "new"));
        }

        return file.End("/Info 6 0 R").ToArray();
    }

    private static byte[] Entries(int count)
    {
        var file = new ShapeFile();
        file.Object(1, "<< /Type /Catalog /Pages 2 0 R >>");
        file.Object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        file.Object(3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] >>");
        const int Sections = 20;
        for (int section = 0; section < Sections; section++)
        {
            for (int i = 0; i < count / Sections; i++)
            {
                file.Free(First + i);
            }

            file.End(asStream: true);
        }

        return file.ToArray();
    }

    private static byte[] Traces(int count)
    {
        var file = new ShapeFile();
        file.Object(1, "<< /Type /Catalog /Pages 2 0 R >>");
        file.Object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        file.Object(3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] >>");
        for (int i = 0; i < count; i++)
        {
            file.Object(First + i, i > count - 60 ? "<< /ByteRange [0 10 20 30] >>" : "<< /X 1 >>");
        }

        return file.End().ToArray();
    }

    private static async Task<byte[]> Colliding(int count)
    {
        var sealedOnce = await SealAsync(Draft());
        int value = sealedOnce.AsSpan().IndexOf("/Contents<"u8) + 9;
        var contents = Encoding.ASCII.GetString(sealedOnce, value, sealedOnce.AsSpan(value).IndexOf((byte)'>') + 1);
        var file = new ShapeFile(sealedOnce, First + 10);
        int first = First + 20;
        file.Object(5, $"[{References(first, count)}]");
        for (int i = 0; i < count; i++)
        {
            file.Object(first + i, $"<< /FT /Sig /T (C{i}) /V {first + count + i} 0 R /Type /Annot /Subtype /Widget /Rect [0 0 0 0] >>");
            file.Object(first + count + i,
                $"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [0 {100 + i} {200 + i} {sealedOnce.Length - 200 - i}] /Contents {contents} >>");
        }

        return file.End("/Info 6 0 R").ToArray();
    }

    private static byte[] Revisions(byte[] document, int count, Action<ShapeFile, int> each)
    {
        var file = new ShapeFile(document, RootSize(document));
        for (int i = 0; i < count; i++)
        {
            each(file, i);
            file.End("/Info 6 0 R");
        }

        return file.ToArray();
    }

    private static void Information(ShapeFile file, int revision) => file.Object(6, $"<< /Title (Large {revision}) >>");

    private static void FormAgain(ShapeFile file, int revision) => file.Object(4, $"<< /Fields 5 0 R /SigFlags 3 /X{revision} 1 >>");

    private static SealRequest Locking(int count, string stem = "F") => new()
    {
        SigningTime = Noon,
        Lock = new FieldLock(FieldLockAction.Include, [.. Enumerable.Range(0, count).Select(i => $"{stem}{i}")]),
    };

    private static async Task<byte[]> SealTimesAsync(byte[] document, int times)
    {
        for (int i = 0; i < times; i++)
        {
            document = await SealAsync(document);
        }

        return document;
    }

    private static async Task<byte[]> SealAsync(byte[] document, SealRequest? request = null) =>
        await PdfSealer.SealAsync(document, request ?? new() { SigningTime = Noon }, Key.Value, CancellationToken.None) switch
        {
            SealOutcome.Sealed done => done.Document.ToArray(),
            SealOutcome.Refused refused => throw new InvalidOperationException(refused.Detail),
            _ => throw new InvalidOperationException("not sealed"),
        };

    private static int RootSize(byte[] document)
    {
        int at = document.AsSpan().LastIndexOf("/Size "u8) + 6;
        int end = at + document.AsSpan(at).IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return int.Parse(document.AsSpan(at, end - at), CultureInfo.InvariantCulture);
    }

    private static string References(int first, int count)
    {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{first + i} 0 R ");
        }

        return text.ToString();
    }
}
