namespace Licenses.Pdf.Document;

/// <summary>Finds what counts for an object at a given revision, without asking every section.</summary>
internal sealed class XrefIndex(ImmutableArray<XrefSection> sections)
{
    private const int AskedInTurn = 16; // so many sections are asked one by one; the oldest hold most objects

    private readonly Dictionary<int, List<(int Section, XrefEntry Entry)>> _updates = Collect(sections);

    /// <summary>Looks up an object as of section <paramref name="newest"/> (0 is the file's last).</summary>
    public bool TryFind(int number, int newest, out XrefEntry entry)
    {
        int oldest = Math.Max(0, sections.Length - AskedInTurn);
        if (newest < oldest && _updates.TryGetValue(number, out var updates) && updates[^1].Section >= newest)
        {
            entry = updates[FirstFrom(updates, newest)].Entry;
            return true;
        }

        for (int i = Math.Max(newest, oldest); i < sections.Length; i++)
        {
            if (sections[i].TryFind(number, out entry))
            {
                return true;
            }
        }

        entry = default;
        return false;
    }

    // The newest update that is not newer than the section: they are in the order of sections.
    private static int FirstFrom(List<(int Section, XrefEntry Entry)> updates, int section)
    {
        int low = 0, high = updates.Count - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = updates[middle].Section >= section ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private static Dictionary<int, List<(int, XrefEntry)>> Collect(ImmutableArray<XrefSection> sections)
    {
        var updates = new Dictionary<int, List<(int, XrefEntry)>>();
        for (int i = 0; i < sections.Length - AskedInTurn; i++)
        {
            foreach ((int number, var entry) in sections[i].Objects())
            {
                if (!updates.TryGetValue(number, out var list))
                {
                    updates.Add(number, list = []);
                }

                list.Add((i, entry));
            }
        }

        return updates;
    }
}
