namespace Licenses.Pdf.Difference;

/// <summary>The path by which a value was reached, and the page it belongs to.</summary>
internal sealed record Place(Place? Parent, string Step, int? Page = null)
{
    /// <summary>The first and last page that share this value; null where it belongs to one page, or to none.</summary>
    public (int First, int Last)? Pages { get; init; }

    private const int ShownSteps = 8;

    public static readonly Place Trailer = new(null, "trailer");

    /// <summary>The nearest dictionary key.</summary>
    public string Key => Step.Length > 0 && char.IsAsciiDigit(Step[0]) && Parent is not null ? Parent.Key : Step;

    /// <summary>The key of the dictionary that holds the nearest key.</summary>
    public string Holder
    {
        get
        {
            var place = this;
            while (place.Parent is not null && place.Step != Key)
            {
                place = place.Parent;
            }

            return place.Parent?.Key ?? "";
        }
    }

    public Place To(string key) => new(this, key, Page) { Pages = Pages };

    public Place To(int index) => To(index.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public Place OnPage(int page) => this with { Page = page, Pages = null };

    public Place OnPages(int first, int last) => this with { Pages = (first, last) };

    /// <summary>Whether the path leads through this key.</summary>
    public bool IsBelow(string key)
    {
        for (var place = this; place is not null; place = place.Parent)
        {
            if (place.Step == key)
            {
                return true;
            }
        }

        return false;
    }

    public override string ToString()
    {
        var steps = new List<string>();
        for (var place = this; place is not null; place = place.Parent)
        {
            steps.Add(place.Step);
        }

        steps.Reverse();
        return steps.Count <= ShownSteps
            ? string.Join('/', steps)
            : string.Join('/', steps.Take(3)) + "/…/" + string.Join('/', steps.TakeLast(3));
    }
}
