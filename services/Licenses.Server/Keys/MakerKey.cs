using Licenses.Crypto.Signatures;
using Licenses.Crypto.X509;
using Licenses.Sealing;
using Licenses.Sealing.Desk;

namespace Licenses.Server.Keys;

/// <summary>The key that makes seals, as the options name it: opened at the start, let go at the end.</summary>
internal sealed class MakerKey : IDisposable
{
    private readonly SealMakerOptions _options;
    private readonly ISealKeyring _keyring;
    private readonly ISealKey? _fromFile;

    /// <exception cref="KeyLoadException">The file cannot be opened, or its key makes no seals.</exception>
    public MakerKey(SealMakerOptions options, KeyLoader loader, ISealKeyring keyring)
    {
        _options = options;
        _keyring = keyring;
        if (options.File.Length > 0)
        {
            _fromFile = loader.LoadFile(new KeyFileOptions
            {
                File = options.File, PasswordFile = options.PasswordFile, Organisation = options.Organisation,
            });
            Demand(_fromFile, options.File);
        }
    }

    public SealMakerKey ToSealMakerKey() => new(_options.IsEmpty ? null : FindAsync);

    /// <summary>The maker's name; null where there is none.</summary>
    /// <param name="keys">The keyring itself: what is revoked or unreachable today may be there tomorrow.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="KeyLoadException">The organisation has no key, or not one that makes seals.</exception>
    public async ValueTask<string?> CheckAsync(SealKeyring keys, CancellationToken cancellationToken)
    {
        if (_options.IsEmpty)
        {
            return null;
        }

        var key = _fromFile ?? await keys.FindAsync(_options.Organisation, KeyFamily.National, cancellationToken)
            ?? throw new KeyLoadException($"Sealing:Maker: the section Keys has no key of the organisation {_options.Organisation}.");
        Demand(key, _options.Organisation);
        return key.Certificate.CommonName ?? key.Certificate.Subject;
    }

    public void Dispose() => (_fromFile as IDisposable)?.Dispose();

    private static void Demand(ISealKey key, string source)
    {
        if (key.Certificate.PublicKey.Kind != KeyKind.Sm2)
        {
            throw new KeyLoadException($"Sealing:Maker: '{source}' is no SM2 key, and electronic seals are made with SM2.");
        }
    }

    private ValueTask<ISealKey?> FindAsync(CancellationToken cancellationToken) => _fromFile is not null
        ? new ValueTask<ISealKey?>(_fromFile)
        : _keyring.FindAsync(_options.Organisation, KeyFamily.National, cancellationToken);
}
