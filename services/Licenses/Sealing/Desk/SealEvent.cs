namespace Licenses.Sealing.Desk;

/// <summary>One step of a seal's life, kept for ever.</summary>
/// <param name="Name">Stable name, such as SEAL_FROZEN.</param>
/// <param name="State">The state after it.</param>
/// <param name="Version">The version that may be applied after it.</param>
/// <param name="At">When.</param>
/// <param name="ActorCode">Organisation that acted.</param>
/// <param name="By">Who acted; null where the certificate named nobody.</param>
/// <param name="Reason">Why, in that person's words.</param>
public sealed record SealEvent(
    string Name, SealState State, int Version, DateTimeOffset At, string ActorCode, Person? By, string Reason);
