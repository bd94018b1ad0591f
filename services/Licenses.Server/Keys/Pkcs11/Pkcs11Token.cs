using System.Collections.Concurrent;
using System.Security.Cryptography;
using Licenses.Sealing;

namespace Licenses.Server.Keys.Pkcs11;

/// <summary>
/// A token in use: a pool of sessions under one login, a bounded queue before it, and a fresh login after the token was
/// gone. A refused PIN is not tried again, because a token locks itself after a few.
/// </summary>
internal sealed class Pkcs11Token : IDisposable
{
    private const int MostAttempts = 3;

    private readonly Pkcs11Module _module;
    private readonly TokenOptions _options;
    private readonly byte[]? _pin;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _sessions;
    private readonly ConcurrentBag<Pkcs11Session> _idle = [];
    private readonly Lock _turn = new();
    private int _waiting;
    private int _login;
    private nuint? _slot;
    private Pkcs11Exception? _refused;
    private bool _disposed;

    /// <param name="module">The token's library.</param>
    /// <param name="options">Label and limits.</param>
    /// <param name="pin">The user PIN, taken over and wiped at the end; null for a token with a PIN pad.</param>
    /// <param name="logger">Is told when the token is lost and found.</param>
    public Pkcs11Token(Pkcs11Module module, TokenOptions options, byte[]? pin, ILogger logger)
    {
        (_module, _options, _pin, _logger) = (module, options, pin, logger);
        _sessions = new SemaphoreSlim(options.Sessions);
    }

    public TokenOptions Options => _options;

    /// <summary>Does something in a session of its own, again after a fresh login where the token was lost meanwhile.</summary>
    /// <exception cref="SealKeyUnavailableException">The queue is full, the token does not answer in time, or is gone.</exception>
    public async ValueTask<T> UseAsync<T>(Func<Pkcs11Session, T> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.Timeout);
        try
        {
            await EnterAsync(limit.Token);

            // The call into the library cannot be ended: one that hangs keeps its session, and its caller does not wait.
            return await Task.Run(() => UseAndLeave(work), CancellationToken.None).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SealKeyUnavailableException($"token '{_options.Label}' did not answer within {_options.Timeout}");
        }
        catch (Pkcs11Exception e)
        {
            throw new SealKeyUnavailableException($"token '{_options.Label}': {e.Message}", e);
        }
    }

    /// <summary>The same at once, without queue and time limit: for the start, when nobody else asks.</summary>
    /// <exception cref="Pkcs11Exception">The token is not there, refuses the PIN, or fails.</exception>
    public T Use<T>(Func<Pkcs11Session, T> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            var login = Volatile.Read(ref _login);
            try
            {
                return UseOnce(work);
            }
            catch (Pkcs11Exception e) when (Cryptoki.IsLost(e.Result) && attempt < MostAttempts)
            {
                Log.TokenLost(_logger, _options.Label, e.Message);
                Forget(login);
            }
        }
    }

    /// <summary>Ends the sessions and forgets the PIN. The library stays: another token of the process may use it.</summary>
    public void Dispose()
    {
        lock (_turn)
        {
            _disposed = true;
            CryptographicOperations.ZeroMemory(_pin);
        }

        while (_idle.TryTake(out var session))
        {
            session.Close();
        }
    }

    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        if (_sessions.Wait(0, CancellationToken.None))
        {
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _waiting) > _options.Queue)
            {
                throw new SealKeyUnavailableException($"token '{_options.Label}' is busy: {_options.Queue} callers wait for it");
            }

            await _sessions.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private T UseAndLeave<T>(Func<Pkcs11Session, T> work)
    {
        try
        {
            return Use(work);
        }
        finally
        {
            _sessions.Release();
        }
    }

    private T UseOnce<T>(Func<Pkcs11Session, T> work)
    {
        var session = Open();
        var isSound = false;
        try
        {
            var result = work(session);
            isSound = true;
            return result;
        }
        finally
        {
            Leave(session, isSound);
        }
    }

    private void Leave(Pkcs11Session session, bool isSound)
    {
        lock (_turn)
        {
            if (session.Login != _login)
            {
                return; // of an earlier login: gone, and its handle may be another session's by now
            }

            if (isSound && !_disposed)
            {
                _idle.Add(session);
            }
            else
            {
                session.Close();
            }
        }
    }

    private Pkcs11Session Open()
    {
        while (_idle.TryTake(out var idle))
        {
            if (idle.Login == Volatile.Read(ref _login))
            {
                return idle;
            }
        }

        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _slot is { } slot ? OpenAt(slot) : LogIn();
        }
    }

    /// <summary>What was known of the token no longer holds, unless somebody has logged in again since.</summary>
    private void Forget(int login)
    {
        lock (_turn)
        {
            if (login == _login)
            {
                _login = unchecked(_login + 1);
                _slot = null;
            }
        }
    }

    private Pkcs11Session LogIn()
    {
        if (_refused is not null)
        {
            throw _refused;
        }

        _module.Initialize();
        var slot = _module.FindSlot(_options.Label) ?? throw new Pkcs11Exception("C_GetSlotList", Cryptoki.TokenNotPresent);
        var session = OpenAt(slot, out var handle);
        var result = _module.Functions.Login(handle, Cryptoki.NormalUser, _pin, checked((nuint)(_pin?.Length ?? 0)));
        if (!Cryptoki.IsLoggedIn(result))
        {
            session.Close();
            var failure = new Pkcs11Exception("C_Login", result);
            _refused = Cryptoki.IsPinRefused(result) ? failure : null;
            throw failure;
        }

        _slot = slot;
        Log.TokenReady(_logger, _options.Label);
        return session;
    }

    private Pkcs11Session OpenAt(nuint slot) => OpenAt(slot, out _);

    private Pkcs11Session OpenAt(nuint slot, out nuint handle)
    {
        Pkcs11Functions.Check(
            "C_OpenSession", _module.Functions.OpenSession(slot, Cryptoki.SerialSession, 0, 0, out handle));
        return new Pkcs11Session(_module.Functions, handle, slot, _login);
    }
}
