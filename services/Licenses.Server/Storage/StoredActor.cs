namespace Licenses.Server.Storage;

/// <summary>Who acted and why, as sealed columns hold it.</summary>
internal sealed record StoredActor(Person? By, string Reason);
