using System.Diagnostics;

namespace Licenses.Server.Endpoints.Refusals;

/// <summary>The edge's view of what a use case came to.</summary>
internal static class OutcomeReader
{
    /// <summary>What was done; a refusal ends the call.</summary>
    public static Outcome<T>.Done OrRefuse<T>(this Outcome<T> outcome) => outcome switch
    {
        Outcome<T>.Done done => done,
        Outcome<T>.Refused refused => throw CallRefusals.Of(refused.Refusal).ToException(),
        _ => throw new UnreachableException(),
    };
}
