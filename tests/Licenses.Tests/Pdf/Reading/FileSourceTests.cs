using System.Security.Cryptography;
using Licenses.Pdf.Syntax;

namespace Licenses.Tests.Pdf.Reading;

/// <summary>A file read by position gives the bytes that stand there, in whatever order it is asked.</summary>
public sealed class FileSourceTests : IDisposable
{
    private const int Length = 300_000;

    private readonly string _path = Path.GetTempFileName();
    private readonly byte[] _bytes = RandomNumberGenerator.GetBytes(Length);

    public FileSourceTests() => File.WriteAllBytes(_path, _bytes);

    public static TheoryData<string, int> Orders => new() { { "forward", 700 }, { "backward", 700 }, { "anyhow", 0 }, { "far apart", 40_000 } };

    [Theory]
    [MemberData(nameof(Orders))]
    public void Windows_hold_what_stands_there(string order, int step)
    {
        using var source = PdfSource.OpenFile(_path);
        var dice = new Random(1);
        for (int i = 0; i < 2_000; i++)
        {
            long offset = order switch
            {
                "forward" or "far apart" => (long)i * step % (Length + 1),
                "backward" => Length - (long)i * step % Length,
                _ => dice.Next(Length + 1),
            };
            int wanted = dice.Next(4) == 0 ? dice.Next(100_000) : 2048;

            var window = source.Window(offset, wanted).Span;

            Assert.True(window.Length >= Math.Min(wanted, Length - offset));
            Assert.True(_bytes.AsSpan((int)offset, window.Length).SequenceEqual(window));
        }
    }

    [Fact]
    public void There_is_nothing_beyond_the_end()
    {
        using var source = PdfSource.OpenFile(_path);

        Assert.True(source.Window(Length + 1, 10).IsEmpty);
        Assert.True(source.Window(-1, 10).IsEmpty);
        Assert.Equal(0, source.Read(Length, new byte[10]));
        Assert.Throws<PdfFormatException>(() => source.Slice(Length - 5, 10));
    }

    public void Dispose() => File.Delete(_path);
}
