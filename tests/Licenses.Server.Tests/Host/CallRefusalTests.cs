using System.Globalization;
using Google.Rpc;
using Grpc.Core;
using Licenses.Server.Endpoints.Refusals;
using Licenses.V1;

namespace Licenses.Server.Tests.Host;

public sealed class CallRefusalTests
{
    private const int MostTrailer = 7424; // of base64: what a caller with 8 KiB for headers still takes

    [Theory]
    [InlineData(1, 0)]
    [InlineData(30, 0)]
    [InlineData(400, 1)]
    public void More_violations_than_a_caller_can_read_cost_neither_the_reason_nor_the_first_of_them(int count, int fewestLeftOut)
    {
        var refusal = new CallRefusal(StatusCode.InvalidArgument, ReasonCode.InvalidFields, new("有误", "at fault"))
        {
            Violations =
            [
                .. Enumerable.Range(0, count).Select(number => new FieldViolation(
                    $"fields.no-such-{number}", new("没有这一项", "there is no such field"))),
            ],
        };

        var encoded = refusal.ToDetails();

        var read = new Refused(refusal.Code, Google.Rpc.Status.Parser.ParseFrom(encoded));
        int leftOut = read.Of<ErrorInfo>().Single().Metadata.TryGetValue("violations_left_out", out var text)
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : 0;
        Assert.InRange(Convert.ToBase64String(encoded).Length, 1, MostTrailer);
        Assert.Equal("INVALID_FIELDS", read.Reason);
        Assert.Equal(["zh-CN", "en"], read.Locales);
        Assert.Equal(Enumerable.Range(0, count - leftOut).Select(number => $"fields.no-such-{number}"), read.Fields);
        Assert.InRange(leftOut, fewestLeftOut, fewestLeftOut * count);
    }
}
