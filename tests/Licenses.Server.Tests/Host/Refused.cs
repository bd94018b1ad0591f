using Google.Rpc;
using Grpc.Core;

namespace Licenses.Server.Tests.Host;

/// <summary>A refusal as a client reads it.</summary>
internal sealed record Refused(StatusCode Code, Google.Rpc.Status Details)
{
    public string Reason => Of<ErrorInfo>().Single().Reason;

    public string Domain => Of<ErrorInfo>().Single().Domain;

    public IEnumerable<string> Fields => Of<BadRequest>().SelectMany(request => request.FieldViolations).Select(one => one.Field);

    public IEnumerable<string> Locales => Of<LocalizedMessage>().Select(message => message.Locale);

    public IEnumerable<T> Of<T>()
        where T : Google.Protobuf.IMessage, new() => Details.Details
        .Where(any => any.Is(new T().Descriptor))
        .Select(any => (T)new T().Descriptor.Parser.ParseFrom(any.Value));

    public static async Task<Refused> ByAsync(Func<Task> call)
    {
        var thrown = await Assert.ThrowsAsync<RpcException>(call);
        var details = thrown.Trailers.GetValueBytes("grpc-status-details-bin");
        return new Refused(
            thrown.StatusCode, details is null ? new Google.Rpc.Status() : Google.Rpc.Status.Parser.ParseFrom(details));
    }
}
