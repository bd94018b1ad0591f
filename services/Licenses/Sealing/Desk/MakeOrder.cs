namespace Licenses.Sealing.Desk;

/// <summary>One person's wish to have a seal made.</summary>
/// <param name="OrganisationCode">Whose seal it is to be.</param>
/// <param name="SealId">The seal to be made anew; null for a new one.</param>
/// <param name="Draft">What it is to be.</param>
/// <param name="Reason">Why, up to 200 characters.</param>
public sealed record MakeOrder(string OrganisationCode, string? SealId, SealDraft Draft, string Reason);
