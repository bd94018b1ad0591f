using System.Diagnostics;
using OpenTelemetry;

namespace Licenses.Server.Telemetry;

/// <summary>Takes the secret part of download links out of the web server's own traces.</summary>
internal sealed class TokenEraser : BaseProcessor<Activity>
{
    private const string Path = "url.path";

    public override void OnEnd(Activity data)
    {
        if (data.GetTagItem(Path) is string path && path.StartsWith("/d/", StringComparison.OrdinalIgnoreCase))
        {
            data.SetTag(Path, "/d/…");
        }
    }
}
