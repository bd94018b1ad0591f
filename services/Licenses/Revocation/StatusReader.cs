namespace Licenses.Revocation;

/// <summary>
/// Reads statuses: this process (one second at most), then the cache, then the database, which decides. Losing the
/// cache costs time only; losing the database leaves what the caller's staleness still allows, then nothing.
/// </summary>
public sealed class StatusReader(
    IStatusStore store, IStatusCache cache, RecentStatuses recent, TimeProvider clock, StatusReaderOptions options)
{
    private readonly DatabaseClock _databaseClock = new(clock);
    private readonly SingleFlight<LicenseNumber, StatusEntry?> _flights = new();
    private long _cacheHits;

    /// <summary>One status, no older than <paramref name="maxStaleness"/>; zero asks the database itself.</summary>
    public async ValueTask<StatusAnswer> ReadAsync(
        LicenseNumber number, TimeSpan maxStaleness, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(number);
        var allowed = Bound(maxStaleness);
        return await FindRememberedAsync(number, allowed, cancellationToken)
            ?? await AskDatabaseAsync(number, allowed, cancellationToken);
    }

    /// <summary>Several statuses, in the order of the numbers; what is not remembered costs one database read.</summary>
    public async ValueTask<ImmutableArray<StatusAnswer>> ReadAllAsync(
        ImmutableArray<LicenseNumber> numbers, TimeSpan maxStaleness, CancellationToken cancellationToken)
    {
        var allowed = Bound(maxStaleness);
        var answers = await Task.WhenAll(numbers
            .Select(number => FindRememberedAsync(number, allowed, cancellationToken).AsTask()));
        var missing = numbers.Where((_, i) => answers[i] is null).Distinct().ToImmutableArray();
        if (missing.IsEmpty)
        {
            return [.. answers.Select(answer => answer!)];
        }

        var loaded = await AskDatabaseForAllAsync(missing, allowed, cancellationToken);
        return [.. numbers.Select((number, i) => answers[i] ?? loaded[number])];
    }

    private TimeSpan Bound(TimeSpan maxStaleness)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxStaleness, TimeSpan.Zero);
        return maxStaleness < options.LongestMaxStaleness ? maxStaleness : options.LongestMaxStaleness;
    }

    private async ValueTask<StatusAnswer?> FindRememberedAsync(
        LicenseNumber number, TimeSpan allowed, CancellationToken cancellationToken)
    {
        if (allowed == TimeSpan.Zero)
        {
            return null; // the caller wants the database's word
        }

        if (FindRecent(number, allowed) is { } answer)
        {
            StatusTelemetry.CountRead("recent");
            return answer;
        }

        var epoch = recent.Epoch;
        if (await cache.FindAsync(number, cancellationToken) is { } cached && IsFresh(cached, allowed)
            && recent.Put(cached, epoch) is { } newest && IsFresh(newest, allowed))
        {
            StatusTelemetry.CountRead("cache");
            SampleCrossCheck(cached);
            return Known(newest, allowed);
        }

        return null;
    }

    private StatusAnswer? FindRecent(LicenseNumber number, TimeSpan allowed)
    {
        if (recent.Find(number) is not { } held)
        {
            return null;
        }

        var heldFor = clock.GetElapsedTime(held.HeldSince);
        return held switch
        {
            { Entry: { } entry } when heldFor < options.RecentAge && IsFresh(entry, allowed) => Known(entry, allowed),
            { Entry: null, LeastVersion: 0 } when heldFor < options.UnknownAge && heldFor <= allowed =>
                new StatusAnswer.NoSuchLicense(),
            _ => null,
        };
    }

    private async ValueTask<StatusAnswer> AskDatabaseAsync(
        LicenseNumber number, TimeSpan allowed, CancellationToken cancellationToken)
    {
        try
        {
            // A flight that took off before a caller of "zero" asked may carry an answer older than the question.
            var entry = allowed == TimeSpan.Zero
                ? await LoadAsync(number).WaitAsync(cancellationToken)
                : await _flights.RunAsync(number, LoadAsync).WaitAsync(cancellationToken);
            StatusTelemetry.CountRead("database");
            return entry is null ? new StatusAnswer.NoSuchLicense() : Known(entry, allowed);
        }
        catch (StoreUnavailableException)
        {
            return WithoutDatabase(number, allowed);
        }
        catch (StatusDisagreementException)
        {
            return Unavailable(StatusGap.SourcesDisagree);
        }
    }

    private async ValueTask<Dictionary<LicenseNumber, StatusAnswer>> AskDatabaseForAllAsync(
        ImmutableArray<LicenseNumber> numbers, TimeSpan allowed, CancellationToken cancellationToken)
    {
        try
        {
            var epoch = recent.Epoch;
            var found = (await ReadStoreAsync(numbers).WaitAsync(cancellationToken)).ToDictionary(entry => entry.Number);
            var answers = new Dictionary<LicenseNumber, StatusAnswer>(numbers.Length);
            foreach (var number in numbers)
            {
                answers[number] = await TrySettleAsync(number, found.GetValueOrDefault(number), epoch) switch
                {
                    (true, { } entry) => Known(entry, allowed),
                    (true, null) => new StatusAnswer.NoSuchLicense(),
                    _ => await AskDatabaseAsync(number, allowed, cancellationToken),
                };
            }

            StatusTelemetry.CountRead("database");
            return answers;
        }
        catch (StoreUnavailableException)
        {
            return numbers.ToDictionary(number => number, number => WithoutDatabase(number, allowed));
        }
    }

    /// <summary>One read of the database for all who wait; the newest that is known, or null for no such license.</summary>
    private async Task<StatusEntry?> LoadAsync(LicenseNumber number)
    {
        // Word of a newer version can overtake a read that began before it: then the second read sees it.
        for (int attempt = 0; attempt < 2; attempt++)
        {
            var epoch = recent.Epoch;
            var read = await ReadStoreAsync([number]);
            if (await TrySettleAsync(number, read.FirstOrDefault(), epoch) is (true, var newest))
            {
                return newest;
            }
        }

        StatusTelemetry.CountDisagreement("behind");
        throw new StatusDisagreementException();
    }

    private async Task<ImmutableArray<StatusEntry>> ReadStoreAsync(ImmutableArray<LicenseNumber> numbers)
    {
        using var deadline = new CancellationTokenSource(options.LoadTimeout, clock);
        try
        {
            var entries = await store.FindAsync(numbers, deadline.Token);
            if (!entries.IsEmpty)
            {
                _databaseClock.Observe(entries[^1].AsOf);
            }

            return entries;
        }
        catch (OperationCanceledException canceled) when (deadline.IsCancellationRequested)
        {
            throw new StoreUnavailableException("The database took too long to give a status.", canceled);
        }
    }

    /// <summary>Holds what the database said against what is known; unsettled when the database is behind.</summary>
    private async ValueTask<(bool Settled, StatusEntry? Newest)> TrySettleAsync(
        LicenseNumber number, StatusEntry? read, long epoch)
    {
        if (read is null)
        {
            return (recent.PutUnknown(number, epoch), null);
        }

        var newest = recent.Put(read, epoch);
        if (newest == read)
        {
            await cache.StoreAsync(read, CancellationToken.None);
        }

        return (newest is not null, newest);
    }

    private StatusAnswer WithoutDatabase(LicenseNumber number, TimeSpan allowed)
    {
        if (recent.Find(number) is { Entry: { } entry } && IsFresh(entry, allowed))
        {
            StatusTelemetry.CountRead("remembered");
            return Known(entry, allowed);
        }

        StatusTelemetry.CountRead("none");
        return Unavailable(StatusGap.StoreUnavailable);
    }

    private bool IsFresh(StatusEntry entry, TimeSpan allowed)
    {
        var age = _databaseClock.Now - entry.AsOf;
        return age <= allowed && age >= -options.ClockTolerance;
    }

    private StatusAnswer.Known Known(StatusEntry entry, TimeSpan allowed)
    {
        var reliance = allowed > options.DefaultMaxStaleness ? allowed : options.DefaultMaxStaleness;
        var notAfter = entry.AsOf + reliance;
        return new StatusAnswer.Known(
            entry, entry.ValidUntil is { } end && end > entry.AsOf && end < notAfter ? end : notAfter);
    }

    private StatusAnswer.Unavailable Unavailable(StatusGap why) => new(why, clock.GetUtcNow() + options.RetryAfter);

    private void SampleCrossCheck(StatusEntry cached)
    {
        if (Interlocked.Increment(ref _cacheHits) % options.CrossCheckEvery == 0)
        {
            _ = CrossCheckAsync(cached);
        }
    }

    /// <summary>Compares a cache hit with the database, beside the answer and not in its way.</summary>
    private async Task CrossCheckAsync(StatusEntry cached)
    {
        try
        {
            var stored = (await ReadStoreAsync([cached.Number])).FirstOrDefault();
            StatusTelemetry.CrossChecks.Add(1);
            if (stored?.Stored == cached.Stored && stored.ValidUntil == cached.ValidUntil)
            {
                return;
            }

            // A change that was just committed is on its way to the cache: normal, and told apart by its version.
            StatusTelemetry.CountDisagreement(
                stored?.Stored.Version > cached.Stored.Version ? "outdated" : "contradicted");
            await cache.ForgetAsync(cached.Number, CancellationToken.None);
            recent.Forget(cached.Number);
        }
        catch (StoreUnavailableException)
        {
            // Nothing to compare with now; the next sample comes soon.
        }
    }

    /// <summary>The database stays behind what was seen before.</summary>
    private sealed class StatusDisagreementException : Exception;
}
