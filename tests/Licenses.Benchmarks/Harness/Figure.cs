namespace Licenses.Benchmarks.Harness;

/// <summary>Something that is measured, by the name that the command line takes.</summary>
internal abstract class Figure(string name, string about)
{
    public string Name => name;

    public string About => about;

    public abstract Task MeasureAsync(Run run, CancellationToken cancellationToken);
}
