namespace Licenses.Trust.Lists;

/// <summary>Remembers the greatest trust list seen, so that an older one cannot be played back.</summary>
public interface ITrustListMemory
{
    /// <summary>The list seen before that forbids one; null: none does. Nothing is remembered, and nobody waited for.</summary>
    /// <exception cref="IOException">The memory cannot be read.</exception>
    SeenTrustList? WhatForbids(SeenTrustList offered);

    /// <summary>
    /// Remembers a list, unless a greater one was seen, or another one of the same number. To whoever shares the memory,
    /// in this process or another, comparing and remembering are one step.
    /// </summary>
    /// <returns>The list seen before that forbids this one; null: it may be accepted, and is remembered.</returns>
    /// <exception cref="IOException">The memory cannot be read or written: no list may be accepted.</exception>
    ValueTask<SeenTrustList?> AdvanceAsync(SeenTrustList offered, CancellationToken cancellationToken);
}
