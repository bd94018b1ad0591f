using System.Data.Common;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Licenses.Server.Storage;

/// <summary>Tells "the database cannot be asked, or what it holds cannot be read" from faults of this program.</summary>
internal static class StoreFailure
{
    public static bool Covers(Exception exception) => exception
        is DbException
        or TimeoutException
        or IOException
        or SocketException
        or ObjectDisposedException
        or InvalidDataException
        or InvalidCastException
        or CryptographicException;

    /// <summary>The message names the kind of failure only: a driver's own text may quote values.</summary>
    public static StoreUnavailableException Wrap(Exception exception) =>
        new($"The database cannot be asked ({exception.GetType().Name}).", exception);
}
