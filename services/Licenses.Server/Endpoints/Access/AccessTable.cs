using System.Collections.Frozen;

namespace Licenses.Server.Endpoints.Access;

/// <summary>Which roles may call which method: the one place. What is not listed is forbidden, and fails the start.</summary>
internal static class AccessTable
{
    private static readonly ImmutableArray<Role> Everyone =
        [Role.Issuer, Role.Center, Role.Auditor, Role.Administrator, Role.Portal];

    private static readonly FrozenDictionary<string, ImmutableArray<Role>> RolesByMethod =
        new Dictionary<string, ImmutableArray<Role>>
        {
            ["/licenses.v1.CatalogService/ListDepartments"] = Everyone,
            ["/licenses.v1.CatalogService/ListLicenseTypes"] = Everyone,
            ["/licenses.v1.CatalogService/GetLicenseType"] = Everyone,
            ["/licenses.v1.CatalogService/ListServiceItems"] = Everyone,
            ["/licenses.v1.CatalogService/GetServiceItem"] = Everyone,

            ["/licenses.v1.IssuingService/Issue"] = [Role.Issuer],
            ["/licenses.v1.IssuingService/IssueBatch"] = [Role.Issuer],
            ["/licenses.v1.IssuingService/Reissue"] = [Role.Issuer],
            ["/licenses.v1.IssuingService/GetLicense"] = [Role.Issuer, Role.Auditor],
            ["/licenses.v1.IssuingService/GetDocument"] = [Role.Issuer],
            ["/licenses.v1.IssuingService/ReportFact"] = [Role.Issuer],

            ["/licenses.v1.SealingService/Seal"] = [Role.Issuer],
            ["/licenses.v1.SealingService/MakeSeal"] = [Role.Issuer, Role.Administrator],
            ["/licenses.v1.SealingService/ListSeals"] = [Role.Issuer, Role.Administrator, Role.Auditor],
            ["/licenses.v1.SealingService/ChangeSealState"] = [Role.Issuer, Role.Administrator],
            ["/licenses.v1.SealingService/ApproveSeal"] = [Role.Administrator],
            ["/licenses.v1.SealingService/RejectSeal"] = [Role.Issuer, Role.Administrator],
            ["/licenses.v1.SealingService/GetSeal"] = [Role.Issuer, Role.Administrator, Role.Auditor],
            ["/licenses.v1.SealingService/ListSealUses"] = [Role.Issuer, Role.Administrator, Role.Auditor],

            ["/licenses.v1.VerificationService/Verify"] = Everyone,

            ["/licenses.v1.RevocationService/GetStatus"] = Everyone,
            ["/licenses.v1.RevocationService/BatchGetStatus"] = Everyone,
            ["/licenses.v1.RevocationService/Suspend"] = [Role.Issuer],
            ["/licenses.v1.RevocationService/Reinstate"] = [Role.Issuer],
            ["/licenses.v1.RevocationService/Revoke"] = [Role.Issuer],

            ["/licenses.v1.ExemptionService/Check"] = [Role.Center],
            ["/licenses.v1.ExemptionService/GetDecision"] = [Role.Center, Role.Auditor],
            ["/licenses.v1.ExemptionService/ListAssistance"] = [Role.Issuer],
            ["/licenses.v1.ExemptionService/AnswerAssistance"] = [Role.Issuer],

            ["/licenses.v1.PresentationService/ListLicenses"] = [Role.Portal],
            ["/licenses.v1.PresentationService/CreateDownloadLink"] = [Role.Portal],
            ["/licenses.v1.PresentationService/ListUses"] = [Role.Portal],
            ["/licenses.v1.PresentationService/CreateShowCode"] = [Role.Portal],
            ["/licenses.v1.PresentationService/ResolveShowCode"] = [Role.Portal],

            ["/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"] = Everyone,
            ["/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"] = Everyone,
        }.ToFrozenDictionary();

    /// <summary>Health is for probes and load balancers, which hold no certificate. It tells nothing about anybody.</summary>
    private static readonly FrozenSet<string> Open = new[]
    {
        "/grpc.health.v1.Health/Check",
        "/grpc.health.v1.Health/Watch",
        "/grpc.health.v1.Health/List",
    }.ToFrozenSet();

    public static IEnumerable<string> Methods => RolesByMethod.Keys;

    public static bool IsOpen(string method) => Open.Contains(method);

    public static bool Allows(string method, Role role) =>
        RolesByMethod.TryGetValue(method, out var roles) && roles.Contains(role);

    /// <summary>Whether anything is said about the method at all.</summary>
    public static bool Knows(string method) => IsOpen(method) || RolesByMethod.ContainsKey(method);
}
