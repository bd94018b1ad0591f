namespace Licenses.Cli.Seal;

/// <summary>What is sealed and where the result goes.</summary>
internal sealed record SealFiles(string Input, string Output, bool Overwrite)
{
    /// <summary>Complains before anything is read or signed.</summary>
    public void Check()
    {
        if (!File.Exists(Input))
        {
            throw new UsageException($"There is no file {Input}.");
        }

        if (Path.GetFullPath(Input) == Path.GetFullPath(Output))
        {
            throw new UsageException("OUT is the input itself; a seal never replaces what it was set on.");
        }

        if (File.Exists(Output) && !Overwrite)
        {
            throw new UsageException($"{Output} exists; --force writes over it.");
        }
    }
}
