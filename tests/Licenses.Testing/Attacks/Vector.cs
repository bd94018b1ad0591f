using Licenses.Crypto;

namespace Licenses.Testing.Attacks;

/// <summary>A document kept as a file: a few header lines, a blank line, base64. Adding one needs no C#.</summary>
public sealed record Vector(
    string Name, string Rule, Verdict Pades, Verdict Strict, string? Check, string Source, byte[] Document)
{
    private const int LineLength = 120;

    public static Vector Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        int blank = Array.IndexOf(lines, "");
        var header = lines[..blank].Select(line => line.Split(": ", 2)).ToDictionary(parts => parts[0], parts => parts[1]);
        return new(
            Path.GetFileNameWithoutExtension(path),
            header["rule"],
            Enum.Parse<Verdict>(header["expect"], ignoreCase: true),
            Enum.Parse<Verdict>(header["expect-strict"], ignoreCase: true),
            header.GetValueOrDefault("check"),
            header["source"],
            Convert.FromBase64String(string.Concat(lines[(blank + 1)..])));
    }

    public void Write(string folder)
    {
        using var file = new StreamWriter(Path.Combine(folder, Name + ".vector")) { NewLine = "\n" };
        file.WriteLine($"rule: {Rule}");
        file.WriteLine($"expect: {Pades.ToString().ToLowerInvariant()}");
        file.WriteLine($"expect-strict: {Strict.ToString().ToLowerInvariant()}");
        if (Check is not null)
        {
            file.WriteLine($"check: {Check}");
        }

        file.WriteLine($"source: {Source}");
        file.WriteLine();
        foreach (char[] line in Convert.ToBase64String(Document).Chunk(LineLength))
        {
            file.WriteLine(line);
        }
    }
}
