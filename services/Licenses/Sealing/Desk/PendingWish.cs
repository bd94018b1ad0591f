namespace Licenses.Sealing.Desk;

/// <summary>A wish that waits for a second person.</summary>
/// <param name="Wish">What is asked for.</param>
/// <param name="Draft">Number of the draft to be made; 0 where nothing is made.</param>
/// <param name="By">Who asked.</param>
/// <param name="ActorCode">For which organisation.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why, in the asker's words.</param>
public sealed record PendingWish(
    SealWish Wish, int Draft, Person By, string ActorCode, DateTimeOffset At, string Reason);
