using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace Licenses.Server.Keys.Pkcs11;

/// <summary>A token's library, loaded and initialized once in the process, however many tokens of it are used.</summary>
internal sealed class Pkcs11Module
{
    private const int LabelBytes = 32;
    private const int TokenInfoBytes = 256; // CK_TOKEN_INFO has 208

    private static readonly ConcurrentDictionary<string, Lazy<Pkcs11Module>> Loaded = new(StringComparer.Ordinal);

    private Pkcs11Module(string path)
    {
        Functions = new Pkcs11Functions(path);
        Initialize();
    }

    public Pkcs11Functions Functions { get; }

    /// <exception cref="DllNotFoundException">The file is not there, or is not a library of this machine's kind.</exception>
    /// <exception cref="EntryPointNotFoundException">It is not a PKCS #11 library.</exception>
    /// <exception cref="Pkcs11Exception">It does not start.</exception>
    public static Pkcs11Module Load(string path) => Loaded
        .GetOrAdd(Path.GetFullPath(path), static full => new Lazy<Pkcs11Module>(() => new Pkcs11Module(full))).Value;

    /// <summary>Starts the library, or finds it started; also after somebody else in the process ended it.</summary>
    public void Initialize()
    {
        // CK_C_INITIALIZE_ARGS: four mutex callbacks (none: the system's locks), flags, and a reserved pointer.
        nint[] arguments = [0, 0, 0, 0, (nint)Cryptoki.OsLockingOk, 0];
        var pinned = GCHandle.Alloc(arguments, GCHandleType.Pinned);
        try
        {
            var result = Functions.Initialize(pinned.AddrOfPinnedObject());
            if (result != Cryptoki.CryptokiAlreadyInitialized)
            {
                Pkcs11Functions.Check("C_Initialize", result);
            }
        }
        finally
        {
            pinned.Free();
        }
    }

    /// <summary>The slot whose token bears the label; null where none does.</summary>
    public nuint? FindSlot(string tokenLabel)
    {
        nuint count = 0;
        Pkcs11Functions.Check("C_GetSlotList", Functions.GetSlotList(1, null, ref count));
        var slots = new nuint[checked((int)count)];
        Pkcs11Functions.Check("C_GetSlotList", Functions.GetSlotList(1, slots, ref count));
        var info = new byte[TokenInfoBytes];
        foreach (var slot in slots.AsSpan(0, Math.Min(slots.Length, checked((int)count))))
        {
            // A slot whose token goes while we look is one of those that do not bear the label.
            if (Functions.GetTokenInfo(slot, info) == Cryptoki.Ok
                && Encoding.UTF8.GetString(info, 0, LabelBytes).TrimEnd(' ', '\0') == tokenLabel)
            {
                return slot;
            }
        }

        return null;
    }
}
