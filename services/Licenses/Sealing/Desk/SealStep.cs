namespace Licenses.Sealing.Desk;

/// <summary>One step of a seal's life that somebody takes.</summary>
/// <param name="SealId">The seal.</param>
/// <param name="Action">What is done.</param>
/// <param name="Reason">Why, up to 200 characters.</param>
/// <param name="SeenRevision">The revision that the person saw; null to act on whatever it is now.</param>
public sealed record SealStep(string SealId, SealAction Action, string Reason, long? SeenRevision);
