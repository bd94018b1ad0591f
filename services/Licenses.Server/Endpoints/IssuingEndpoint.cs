using Licenses.V1;

namespace Licenses.Server.Endpoints;

internal sealed class IssuingEndpoint : IssuingService.IssuingServiceBase;
