using Licenses.Pdf.Syntax;

namespace Licenses.Cli.Seal;

/// <summary>What is sealed and where the result goes; "-" is standard input, or standard output.</summary>
internal sealed record SealFiles(string Input, string Output, bool Overwrite)
{
    public const string Standard = "-";

    private const int CopyLength = 256 * 1024;
    private const int LargestPiped = 512 * 1024 * 1024; // what comes through a pipe is held in memory

    public bool IsPiped => Output == Standard;

    /// <summary>Complains before anything is read or signed.</summary>
    public void Check()
    {
        if (Input != Standard && !File.Exists(Input))
        {
            throw new UsageException(Directory.Exists(Input) ? $"{Input} is a folder; name one PDF." : $"There is no file {Input}.");
        }

        if (IsPiped)
        {
            return;
        }

        var target = Path.GetFullPath(Output);
        if (Input != Standard && Path.GetFullPath(Input) == target)
        {
            throw new UsageException("OUT is the input itself; a seal never replaces what it was set on.");
        }

        if (Directory.Exists(target))
        {
            throw new UsageException($"{Output} is a folder; name the file to write.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(target)))
        {
            throw new UsageException($"There is no folder {Path.GetDirectoryName(target)} to write into.");
        }

        if (File.Exists(target) && !Overwrite)
        {
            throw new UsageException($"{Output} exists; --force writes over it.");
        }
    }

    public async Task<PdfSource> OpenAsync(CliContext context, CancellationToken cancellationToken)
    {
        if (Input != Standard)
        {
            return PdfSource.OpenFile(Input);
        }

        await using var piped = context.OpenInput();
        using var held = new MemoryStream();
        var piece = new byte[CopyLength];
        for (int read; (read = await piped.ReadAsync(piece, cancellationToken)) > 0;)
        {
            await held.WriteAsync(piece.AsMemory(0, read), cancellationToken);
            if (held.Length > LargestPiped)
            {
                throw new UsageException($"More than {LargestPiped} bytes came through the pipe; give a file.");
            }
        }

        return PdfSource.FromMemory(held.ToArray());
    }

    /// <summary>Writes the input and what stands behind it. Nobody ever sees half a document under OUT.</summary>
    public async Task WriteAsync(
        CliContext context, PdfSource input, ReadOnlyMemory<byte> update, CancellationToken cancellationToken)
    {
        if (IsPiped)
        {
            await using var piped = context.OpenOutput();
            await CopyAsync(input, update, piped, cancellationToken);
            return;
        }

        await WholeFile.WriteAsync(
            Output, Overwrite, target => CopyAsync(input, update, target, cancellationToken), cancellationToken);
    }

    private static async Task CopyAsync(
        PdfSource input, ReadOnlyMemory<byte> update, Stream target, CancellationToken cancellationToken)
    {
        await input.CopyToAsync(target, input.Length, cancellationToken);
        await target.WriteAsync(update, cancellationToken);
    }
}
