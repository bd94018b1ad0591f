using Licenses.Sealing;
using Spectre.Console;

namespace Licenses.Cli.Renew;

/// <summary>Tells what became of each document, for a person or as JSON.</summary>
internal sealed class RenewPrinter(CliContext context, bool json)
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public void Print(RenewedFile file)
    {
        var (state, colour, sentence) = Words(file);
        _counts[state] = _counts.GetValueOrDefault(state) + 1;
        if (json)
        {
            context.Lines.WriteLine(Json.Line(new
            {
                file = file.File,
                state = file.Found?.State,
                until = file.Found?.Until,
                aloneUntil = (file.Renewed ?? file.Found)?.AloneUntil,
                why = file.Found?.Why,
                renewedUntil = file.Renewed?.Until,
                settled = file.IsSettled,
                lacking = file.Lacking,
            }));
            return;
        }

        context.Sentences.MarkupLineInterpolated($"[{colour}]{state}[/] {file.File}: {sentence.En} {sentence.Zh}");
        foreach (var lacking in file.Lacking)
        {
            context.Sentences.MarkupLineInterpolated($"    lacking: {lacking.En} {lacking.Zh}");
        }
    }

    public void PrintSum(int files)
    {
        if (!json)
        {
            context.Sentences.WriteLine(files == 0
                ? "No PDF was found. 没有找到 PDF 文件。"
                : $"{files} files: {string.Join(", ", _counts.Select(count => $"{count.Value} {count.Key}"))}");
        }
    }

    /// <summary>Whether issuers must be asked before then; their answers are not what the document is kept by, but a verifier needs them.</summary>
    private static LocalizedText Alone(ArchiveTerm term) => term.AloneUntil switch
    {
        { } alone when alone >= term.Until => new("", ""),
        { } alone => new(
            $"（{alone:yyyy-MM-dd HH:mm}Z 之后验证时须取得尚在有效期内的证书的最新状态）",
            $", verified after {alone:yyyy-MM-dd HH:mm}Z with current status of the certificates that have not ended"),
        null => new(
            "（验证时须取得尚在有效期内的证书的最新状态）", ", verified with current status of the certificates that have not ended"),
    };

    private static (string State, string Colour, LocalizedText Sentence) Words(RenewedFile file) => (file.Found, file.Renewed) switch
    {
        (null, _) => ("unreadable", "red", new("不是可读取的 PDF 文件。", "not a PDF that we read.")),
        (_, { } renewed) => ("renewed", "green", new(
            $"已续加文档时间戳，有效至 {renewed.Until:yyyy-MM-dd}。", $"a further document timestamp carries it until {renewed.Until:yyyy-MM-dd}.")),
        ({ State: ArchiveState.Kept } kept, _) when file.IsSettled => ("settled", "green", new(
            $"已补充时间戳之后的吊销信息；有效至 {kept.Until:yyyy-MM-dd}。",
            $"newer status data was added; it holds until {kept.Until:yyyy-MM-dd}.")),
        ({ State: ArchiveState.Kept } kept, _) => ("kept", "green", new(
            $"有效至 {kept.Until:yyyy-MM-dd}{Alone(kept).Zh}。", $"it holds until {kept.Until:yyyy-MM-dd}{Alone(kept).En}.")),
        ({ State: ArchiveState.Due } due, _) => ("due", "yellow", new(
            $"须在 {due.Until:yyyy-MM-dd} 之前补充数据并续加文档时间戳。",
            $"it needs data and a further document timestamp before {due.Until:yyyy-MM-dd}.")),
        ({ State: ArchiveState.Lapsed, Why: { } why }, _) => ("lapsed", "red", new(
            $"已不可续加，新的时间戳无从证明：{why.Zh}", $"a further timestamp proves nothing: {why.En}")),
        ({ State: ArchiveState.Unproven, Why: { } why }, _) => ("unproven", "yellow", new(
            $"目前仅凭文件中的数据验证不能通过：{why.Zh}", $"what it holds does not prove it now: {why.En}")),
        ({ State: ArchiveState.NotStamped }, _) => ("unstamped", "yellow", new(
            "有签章没有时间戳；可用 licenses seal --upgrade LTA 升级。", "a seal has no timestamp; licenses seal --upgrade LTA raises it.")),
        ({ State: ArchiveState.NotSealed }, _) => ("unsealed", "grey", new("没有签章。", "it bears no seal.")),
        _ => ("damaged", "red", new("签章已损坏或无法读取。", "a seal is damaged or cannot be read.")),
    };
}
