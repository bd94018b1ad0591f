using Licenses.V1;

namespace Licenses.Server.Endpoints;

internal sealed class SealingEndpoint : SealingService.SealingServiceBase;
