namespace Licenses.Benchmarks.Harness;

/// <summary>One line of the table: a measured value beside its baseline of the same run.</summary>
/// <param name="Figure">What was measured.</param>
/// <param name="Value">The value with its unit.</param>
/// <param name="Baseline">What it is compared with, and that value; empty for none.</param>
/// <param name="Ratio">Value to baseline in the sense that the figure's text gives; empty for none.</param>
/// <param name="Aim">What was aimed at; empty for none.</param>
/// <param name="IsReached">Whether the aim was reached; null where there is none.</param>
internal sealed record Row(string Figure, string Value, string Baseline = "", string Ratio = "", string Aim = "", bool? IsReached = null);
