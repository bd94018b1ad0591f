using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Asked = Grpc.Reflection.V1.ServerReflectionRequest.MessageRequestOneofCase;

namespace Licenses.Server.Endpoints.Infrastructure;

/// <summary>Server reflection v1: tools learn from it which services and messages the server has.</summary>
internal sealed class ReflectionEndpoint(MappedServices services, ServerStop stop) : ServerReflection.ServerReflectionBase
{
    private readonly Lazy<ProtoFiles> _files = new(() => new ProtoFiles(services.Descriptors));

    public override Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context) => stop.EndsAsync(
            async end =>
            {
                await foreach (var request in requestStream.ReadAllAsync(end))
                {
                    await responseStream.WriteAsync(Answer(request), context.CancellationToken);
                }
            },
            context);

    internal ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = new ServerReflectionResponse { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case Asked.ListServices:
                response.ListServicesResponse = new ListServiceResponse();
                response.ListServicesResponse.Service.AddRange(services.Names.Select(name => new ServiceResponse { Name = name }));
                break;
            case Asked.FileByFilename:
                Put(response, _files.Value.FindByName(request.FileByFilename));
                break;
            case Asked.FileContainingSymbol:
                Put(response, _files.Value.FindBySymbol(request.FileContainingSymbol));
                break;
            case Asked.FileContainingExtension:
                var extension = request.FileContainingExtension;
                Put(response, _files.Value.FindByExtension(extension.ContainingType, extension.ExtensionNumber));
                break;
            case Asked.AllExtensionNumbersOfType:
                PutExtensions(response, request.AllExtensionNumbersOfType);
                break;
            default:
                response.ErrorResponse = Error(StatusCode.InvalidArgument, "The request asks nothing that the server knows.");
                break;
        }

        return response;
    }

    private void PutExtensions(ServerReflectionResponse response, string type)
    {
        if (_files.Value.HasMessage(type))
        {
            response.AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = type };
            response.AllExtensionNumbersResponse.ExtensionNumber.AddRange(_files.Value.ExtensionNumbers(type));
        }
        else
        {
            response.ErrorResponse = Error(StatusCode.NotFound, "No such type.");
        }
    }

    private static void Put(ServerReflectionResponse response, FileDescriptor? file)
    {
        if (file is null)
        {
            response.ErrorResponse = Error(StatusCode.NotFound, "No such file or symbol.");
            return;
        }

        response.FileDescriptorResponse = new FileDescriptorResponse();
        foreach (var part in ProtoFiles.WithDependencies(file).Reverse()) // the file asked for comes first
        {
            response.FileDescriptorResponse.FileDescriptorProto.Add(part.SerializedData);
        }
    }

    private static ErrorResponse Error(StatusCode code, string message) =>
        new() { ErrorCode = (int)code, ErrorMessage = message };
}
