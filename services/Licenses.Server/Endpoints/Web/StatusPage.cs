using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Licenses.Revocation;

namespace Licenses.Server.Endpoints.Web;

/// <summary>A page that says one thing in Chinese and English. It holds no name and no field of a license.</summary>
/// <param name="Tone">Colour: good, wait or bad.</param>
/// <param name="Sign">A character that says it without colour.</param>
/// <param name="Title">What it says.</param>
/// <param name="Detail">What that means for the reader.</param>
internal sealed record StatusPage(string Tone, string Sign, LocalizedText Title, LocalizedText Detail)
{
    private const string Style = """
        :root{color-scheme:light dark}*{box-sizing:border-box}
        body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;background:#f3f5f8;color:#1c2430;
        font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
        main{max-width:30rem;width:100%;background:#fff;border-radius:1rem;padding:2rem;box-shadow:0 8px 30px #0f1b2d1a;
        border-top:.4rem solid var(--tone)}
        .good{--tone:#177a4b}.wait{--tone:#a86200}.bad{--tone:#b3261e}
        .sign{width:3.2rem;height:3.2rem;border-radius:50%;background:var(--tone);color:#fff;font-size:1.7rem;
        display:grid;place-items:center}
        h1{font-size:1.5rem;margin:1rem 0 0}h2{font-size:1.05rem;font-weight:500;margin:0 0 1rem;color:#5a6675}
        dl{display:grid;grid-template-columns:auto 1fr;gap:.3rem 1rem;margin:1.2rem 0 0;padding-top:1rem;border-top:1px solid #e3e7ec}
        dt{color:#5a6675}dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
        footer{margin-top:1.2rem;font-size:.85rem;color:#5a6675}
        @media(prefers-color-scheme:dark){body{background:#11161d;color:#e8edf3}main{background:#1a212b}
        h2,dt,footer{color:#9aa7b6}dl{border-color:#2c3644}.good{--tone:#2fa56c}.wait{--tone:#cf8a24}.bad{--tone:#e2574c}}
        """;

    /// <summary>What the content security policy allows as style, and nothing else.</summary>
    public static readonly string StyleHash = $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}";

    private IReadOnlyList<(string Label, string Value)> Rows { get; init; } = [];

    public static StatusPage Unknown { get; } = new(
        "bad", "✕", new("没有这一证照", "No such license"),
        new("本系统没有该标识的证照。请核对二维码来源，谨防伪造。",
            "No license with this identifier was issued here. Check where the code came from: it may be forged."));

    public static StatusPage LinkGone { get; } = new(
        "wait", "!", new("链接已失效", "This link no longer works"),
        new("下载链接只能使用一次，并在十分钟后失效。请重新获取。",
            "A download link works once and for ten minutes. Please ask for a new one."));

    public static StatusPage TryLater { get; } = new(
        "wait", "…", new("暂时无法查询", "It cannot be told now"),
        new("请稍后重试。此提示不代表证照有效或无效。", "Please try again soon. This says nothing about whether the license is valid."));

    public static StatusPage Failed(string trace) => TryLater with { Rows = [("编号 Trace", trace)] };

    public static StatusPage Of(StatusEntry entry, DateTimeOffset now)
    {
        var state = entry.StateAt(now);
        return PageOf(state) with
        {
            Rows =
            [
                ("证照标识 Identifier", entry.Number.Value),
                ("状态自 Since", Shown(state == LicenseState.Expired ? entry.ValidUntil ?? now : entry.Stored.ChangedAt)),
                ("查询时间 As of", Shown(entry.AsOf)),
            ],
        };
    }

    public string ToHtml()
    {
        var html = new StringBuilder(4096);
        html.Append("<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
            .Append("<meta name=\"robots\" content=\"noindex\"><title>").Append(Text($"{Title.Zh} · {Title.En}"))
            .Append("</title><style>").Append(Style).Append("</style></head><body><main class=\"").Append(Tone)
            .Append("\"><div class=\"sign\" aria-hidden=\"true\">").Append(Text(Sign))
            .Append("</div><h1>").Append(Text(Title.Zh)).Append("</h1><h2 lang=\"en\">").Append(Text(Title.En))
            .Append("</h2><p>").Append(Text(Detail.Zh)).Append("</p><p lang=\"en\">").Append(Text(Detail.En)).Append("</p>");
        if (Rows.Count > 0)
        {
            html.Append("<dl>");
            foreach (var (label, value) in Rows)
            {
                html.Append("<dt>").Append(Text(label)).Append("</dt><dd>").Append(Text(value)).Append("</dd>");
            }

            html.Append("</dl>");
        }

        return html
            .Append("<footer>本页只显示证照状态，不显示个人信息。<br><span lang=\"en\">This page shows the status only, no personal data.</span></footer>")
            .Append("</main></body></html>").ToString();
    }

    private static StatusPage PageOf(LicenseState state) => state switch
    {
        LicenseState.Active => new("good", "✓", new("证照有效", "This license is in force"),
            new("请同时核对所见文件的电子印章。", "Check the seal of the document in your hands as well.")),
        LicenseState.Suspended => new("wait", "!", new("证照已暂扣", "This license is suspended"),
            new("暂扣期间不得使用。", "It must not be relied upon for now.")),
        LicenseState.Revoked => new("bad", "✕", new("证照已吊销或注销", "This license is revoked"),
            new("该证照已终止，不得使用。", "It has ended for good and must not be relied upon.")),
        LicenseState.Expired => new("bad", "✕", new("证照已过有效期", "This license has expired"),
            new("有效期已经结束。", "Its validity has ended.")),
        _ => new("bad", "✕", new("证照已被新证照取代", "This license was replaced by a newer one"),
            new("请使用新证照。", "Use the newer one.")),
    };

    private static string Shown(DateTimeOffset time) => time.ToOffset(TimeSpan.FromHours(8))
        .ToString("yyyy-MM-dd HH:mm:ss 'UTC+8'", CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
