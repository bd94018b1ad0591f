using Licenses.Crypto;
using Licenses.Verification;

namespace Licenses.Server.Endpoints.Wire;

/// <summary>What all services share, as messages.</summary>
internal static class CommonWriter
{
    public static V1.LocalizedText Write(LocalizedText text) => new() { Zh = text.Zh, En = text.En };

    public static V1.Finding Write(Finding finding)
    {
        var message = new V1.Finding
        {
            Check = finding.Check,
            Verdict = Kinds.Write(finding.Verdict),
            Detail = new V1.LocalizedText { Zh = finding.DetailZh ?? Chinese(finding), En = finding.Detail },
            SubIndication = finding.SubIndication is { } reason ? reason.ToStandardName() : "",
        };
        if (finding.Offset is { } offset)
        {
            message.Offset = offset;
        }

        return message;
    }

    /// <summary>For findings of reports that were stored when some were told in English only.</summary>
    private static string Chinese(Finding finding) =>
        finding.Verdict == Verdict.Passed ? "该项核验通过" : $"该项核验未通过：{finding.Detail}";
}
