namespace Licenses.Crypto.X509.Paths;

/// <summary>
/// Name constraints within one search: each authority's are compared with each certificate's names once, however many
/// paths lead through both, and all comparisons are paid from one budget.
/// </summary>
internal sealed class NameCheck(PathBudget budget)
{
    private readonly Dictionary<(NameConstraints Constraints, Certificate Certificate), PathFault?> _known = [];
    private bool _isSpent;

    /// <summary>Why the names are not all within the constraints; a doubt where the budget is spent.</summary>
    public PathFault? Refuse(NameConstraints constraints, Certificate certificate)
    {
        if (!_known.TryGetValue((constraints, certificate), out var fault))
        {
            _known[(constraints, certificate)] = fault = Compare(constraints, certificate);
        }

        return fault;
    }

    private PathFault? Compare(NameConstraints constraints, Certificate certificate)
    {
        if (_isSpent || !budget.TakeComparisons(constraints.CostOf(certificate)))
        {
            _isSpent = true; // even to count what is left undone would take time
            return new PathFault(
                SubIndication.TryLater, $"{certificate.Subject} has too many names to be compared with name constraints.", IsDoubt: true);
        }

        return constraints.Refuse(certificate) is { } refusal
            ? new PathFault(SubIndication.ChainConstraintsFailure, $"Name constraints refuse {certificate.Subject}: {refusal}.")
            : null;
    }
}
