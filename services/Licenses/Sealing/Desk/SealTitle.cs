using Licenses.Crypto.Seals;

namespace Licenses.Sealing.Desk;

/// <summary>What lists tell of a seal; without its picture, which is large.</summary>
public sealed record SealTitle(string Name, SealKind Kind, SealFormat Format);
