namespace Licenses;

/// <summary>A text for a person, in both working languages.</summary>
public sealed record LocalizedText(string Zh, string En);
