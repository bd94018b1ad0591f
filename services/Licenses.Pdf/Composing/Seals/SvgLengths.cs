namespace Licenses.Pdf.Composing.Seals;

/// <summary>Takes the attributes of a shape out of an element's; a length that is not there is 0.</summary>
internal sealed class SvgLengths(Dictionary<string, string> attributes)
{
    public double this[string name] => attributes.Remove(name, out string? text) ? SvgNumbers.Length(text) ?? 0 : 0;

    public string Text(string name) => attributes.Remove(name, out string? text) ? text : "";
}
