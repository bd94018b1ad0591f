namespace Licenses.Verification;

/// <summary>The level that a signature reaches and, in one sentence, what the next one needs.</summary>
/// <param name="Level">Null where it is no PAdES baseline signature.</param>
/// <param name="Next">What lacks; for the highest level: until when it holds.</param>
internal sealed record RecognizedLevel(SignatureLevel? Level, LocalizedText Next);
