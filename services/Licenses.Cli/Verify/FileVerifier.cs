using System.Diagnostics;
using Licenses.Cli.Seal.Desk;
using Licenses.Crypto;
using Licenses.Crypto.Seals;
using Licenses.Pdf.Signing;
using Licenses.Pdf.Syntax;
using Licenses.Verification;

namespace Licenses.Cli.Verify;

/// <summary>Verifies files, several at a time. Whatever a file does, it gets an answer and the others get theirs.</summary>
internal sealed class FileVerifier(VerificationRequest request, TimeSpan patience)
{
    /// <summary>What a signature by an electronic seal is about; null where it is not at hand.</summary>
    public string? Content { get; init; }

    /// <summary>Whether PDFs are not read.</summary>
    public bool SealsOnly { get; init; }

    /// <summary>Makes the questions of one document to revocation sources; null: nobody is asked.</summary>
    public Func<OnlineRevocations>? Inquire { get; init; }

    /// <summary>The answers in the files' order, each as soon as it and all before it are there.</summary>
    public async IAsyncEnumerable<FileAnswer> VerifyAsync(
        IReadOnlyList<string> files,
        int atOnce,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var running = new Queue<Task<FileAnswer>>();
        foreach (var file in files)
        {
            if (running.Count == atOnce)
            {
                yield return await running.Dequeue();
            }

            running.Enqueue(Task.Run(() => VerifyAsync(file, cancellationToken), cancellationToken));
        }

        while (running.TryDequeue(out var next))
        {
            yield return await next;
        }
    }

    private async Task<FileAnswer> VerifyAsync(string file, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            if (new SealFileJudge(request, Content).TryVerify(file, limit.Token) is { } answer)
            {
                return answer;
            }

            if (SealsOnly)
            {
                return NotASeal(file);
            }

            using var source = PdfSource.OpenFile(file);
            var inspection = PdfInspector.Inspect(source, new PdfInspectionOptions
            {
                Policy = request.Policy,
                Password = request.Password,
                Limits = request.Limits,
                Cancellation = limit.Token,
            });
            var heeded = DocumentVerifier.Heed(source, inspection, request) with { Online = Inquire?.Invoke() };
            return FileAnswer.Of(file, await OnlineVerification.SettleAsync(inspection, heeded, limit.Token));
        }
        catch (PdfFormatException exception)
        {
            return FileAnswer.Without(file, DocumentVerdict.NotADocument, new Finding(
                "DOCUMENT_FORMAT", Verdict.Failed, exception.Message, exception.Offset, null,
                "不是本程序能读取的 PDF 文件。"));
        }
        catch (SealFormatException exception)
        {
            // As in a document: what nests soundly may be of a kind that is not known here, and is no forgery.
            bool isDoubt = exception.NestsSoundly;
            return FileAnswer.Without(file, isDoubt ? DocumentVerdict.Indeterminate : DocumentVerdict.Failed, new Finding(
                exception.Check, isDoubt ? Verdict.Indeterminate : Verdict.Failed, exception.Message, exception.Offset,
                SubIndication.FormatFailure, "电子印章或电子签章数据无法解析。"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return FileAnswer.Without(file, DocumentVerdict.Indeterminate, new Finding(
                "FILE_READ", Verdict.Indeterminate, exception.Message, "文件无法读取。"));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return FileAnswer.Without(file, DocumentVerdict.Indeterminate, new Finding(
                "TIME_LIMIT", Verdict.Indeterminate, $"Not finished within {patience.TotalSeconds:0} s.",
                "未能在限定时间内完成。"));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A bug of ours, met on hostile bytes: no answer is not a pass, and the other files are not its fault.
            return FileAnswer.Without(file, DocumentVerdict.Indeterminate, new Finding(
                "INTERNAL_ERROR", Verdict.Indeterminate, $"{exception.GetType().Name} in {PlaceOf(exception)}: {exception.Message}",
                "程序内部错误，未得出结论。"));
        }
    }

    private static FileAnswer NotASeal(string file) => FileAnswer.Without(
        file, DocumentVerdict.NotADocument, new Finding(
            "SEAL_FORMAT", Verdict.Failed, "Neither an electronic seal nor a signature by one.", null,
            SubIndication.FormatFailure, "不是电子印章或电子签章数据。"));

    // Where in our own code it happened: what a report of the bug needs first.
    private static string PlaceOf(Exception exception) => new StackTrace(exception).GetFrames()
        .Select(frame => frame.GetMethod())
        .FirstOrDefault(method => method?.DeclaringType?.Namespace?.StartsWith("Licenses", StringComparison.Ordinal) == true)
        is { } method ? $"{method.DeclaringType}.{method.Name}" : "an unknown place";
}
