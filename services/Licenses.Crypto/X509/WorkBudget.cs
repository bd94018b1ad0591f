namespace Licenses.Crypto.X509;

/// <summary>
/// How much one judging may cost, whatever a document offers to be looked at: signature checks weighted by the size of their
/// keys, and the looking up between them. Honest documents stay far below. Once it is spent nothing more is checked, and
/// what was not checked cannot be told. It asks before each step whether the caller wants to end. For one thread.
/// </summary>
public sealed class WorkBudget
{
    /// <summary>Signature checks of the cheapest kind (RSA of 2048 bits), some 25 µs each.</summary>
    public const int MostChecks = 32_768;

    private const int StepsPerCheck = 128; // a step is to look something up: some 200 ns
    private const int DigestedPerCheck = 16 * 1024; // bytes that are digested in the time of a check

    private readonly CancellationToken _cancellation;
    private long _steps;

    /// <param name="cancellationToken">Ends the judging.</param>
    /// <param name="checks">How many of the cheapest checks it is worth.</param>
    public WorkBudget(CancellationToken cancellationToken, int checks = MostChecks)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(checks);
        _cancellation = cancellationToken;
        _steps = (long)checks * StepsPerCheck;
    }

    /// <summary>Whether something was left undone.</summary>
    public bool IsSpent { get; private set; }

    /// <summary>The signature checks so far, each as one.</summary>
    public int Checked { get; private set; }

    /// <summary>The limit by its name, for whoever reads an answer.</summary>
    public static string LimitReached { get; } =
        $"WORK_LIMIT: what is offered here takes more than {MostChecks} signature checks (of RSA keys of 2048 bits; others by their cost); the rest is not looked at";

    public static string LimitReachedZh { get; } =
        $"超出工作量上限（WORK_LIMIT）：所提供的材料需要超过 {MostChecks} 次签名验算（以RSA-2048计），其余未予查验";

    /// <exception cref="OperationCanceledException">The caller wants to end.</exception>
    public void StopIfAsked() => _cancellation.ThrowIfCancellationRequested();

    /// <summary>Pays for checking a signature; false where it must not be done.</summary>
    /// <param name="key">With which key.</param>
    /// <param name="digested">How many bytes are digested for it.</param>
    /// <exception cref="OperationCanceledException">The caller wants to end.</exception>
    public bool TakeCheck(SubjectPublicKeyInfo key, int digested = 0)
    {
        ArgumentNullException.ThrowIfNull(key);
        bool isPaid = TakeSteps(StepsPerCheck * ((long)key.CheckCost + (digested / DigestedPerCheck)));
        Checked += isPaid ? 1 : 0;
        return isPaid;
    }

    /// <summary>Pays for looking up so many things; false where it must not be done.</summary>
    /// <exception cref="OperationCanceledException">The caller wants to end.</exception>
    public bool TakeSteps(long steps)
    {
        StopIfAsked();
        if (IsSpent || _steps < steps)
        {
            IsSpent = true;
            return false;
        }

        _steps -= steps;
        return true;
    }
}
