using System.Diagnostics;
using OpenTelemetry;

namespace Licenses.Server.Telemetry;

/// <summary>
/// Takes the paths of web requests out of the web server's own traces: they hold download links' secrets, and whatever a
/// stranger types. .NET 10 adds the path only when AppContext's SuppressActivityOpenTelemetryData is off; .NET 11 always.
/// </summary>
internal sealed class PathEraser : BaseProcessor<Activity>
{
    private const string Path = "url.path";
    private const string Route = "http.route";

    public override void OnEnd(Activity data)
    {
        if (data.GetTagItem(Path) is not null && data.GetTagItem("rpc.method") is null)
        {
            data.SetTag(Path, data.GetTagItem(Route) ?? "…");
        }
    }
}
