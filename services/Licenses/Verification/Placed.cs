namespace Licenses.Verification;

/// <summary>A piece of evidence and where it stands in the file: a timestamp covers what stands before its own end.</summary>
internal readonly record struct Placed<T>(T Value, long Place);
