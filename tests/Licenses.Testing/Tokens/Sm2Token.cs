using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace Licenses.Testing.Tokens;

/// <summary>
/// A PKCS #11 token that knows SM2, which SoftHSM does not: a CK_FUNCTION_LIST of this process behind a library that is
/// loaded like any maker's. Its keys sign in the openssl program. One session's operations at a time.
/// </summary>
public sealed class Sm2Token
{
    public const string Label = "national-seals";
    public const string Pin = "40961327";

    private const nuint Slot = 7;
    private const nuint Ok = 0;
    private const nuint MechanismInvalid = 0x70;

    private readonly List<Delegate> _functions; // what native code calls must not be collected
    private readonly List<Sm2TokenObject> _objects = [];
    private readonly ConcurrentDictionary<nuint, IEnumerator<int>> _searches = [];
    private readonly ConcurrentDictionary<nuint, (Sm2TokenMechanism Mechanism, Sm2TokenObject Key)> _signing = [];
    private readonly nint _list = Marshal.AllocHGlobal(69 * nint.Size);
    private int _sessions;
    private bool _isLoggedIn;

    /// <param name="folder">Where the library's file and the PIN's are written: the caller's to delete.</param>
    /// <param name="mechanisms">What C_GetMechanismList tells.</param>
    public Sm2Token(string folder, params IReadOnlyList<Sm2TokenMechanism> mechanisms)
    {
        Mechanisms = mechanisms;
        PinFile = Path.Combine(folder, "sm2-pin");
        File.WriteAllText(PinFile, Pin + "\n");
        Library = Path.Combine(folder, "libsm2token.so");
        var functions = Functions();
        _functions = [(Pointed)GiveFunctions, .. functions.Values];
        File.WriteAllBytes(Library, JumpLibrary.Build("C_GetFunctionList", _functions.ConvertAll(Marshal.GetFunctionPointerForDelegate)));
        var first = NativeLibrary.GetExport(NativeLibrary.Load(Library), "C_GetFunctionList");
        Marshal.WriteInt16(_list, 0x2802); // version 2.40
        foreach (var (place, index) in functions.Keys.Select((place, index) => (place, index)))
        {
            // The jump, not the address itself: by that the runtime would know its own delegate again.
            Marshal.WriteIntPtr(_list, (place + 1) * nint.Size, first + (JumpLibrary.Stride * (index + 1)));
        }
    }

    private delegate nuint Pointed(nint value);

    private delegate nuint Handled(nuint handle);

    private delegate nuint Listed(byte present, nint slots, nint count);

    private delegate nuint Informed(nuint slot, nint information);

    private delegate nuint MechanismsListed(nuint slot, nint mechanisms, nint count);

    private delegate nuint Opened(nuint slot, nuint flags, nint application, nint notify, nint session);

    private delegate nuint LoggedIn(nuint session, nuint user, nint pin, nuint length);

    private delegate nuint AttributeRead(nuint session, nuint item, nint template, nuint count);

    private delegate nuint SearchBegun(nuint session, nint template, nuint count);

    private delegate nuint Found(nuint session, nint items, nuint limit, nint count);

    private delegate nuint SigningBegun(nuint session, nint mechanism, nuint key);

    private delegate nuint Signed(nuint session, nint data, nuint length, nint signature, nint signatureLength);

    public string Library { get; }

    public string PinFile { get; }

    public IReadOnlyList<Sm2TokenMechanism> Mechanisms { get; }

    /// <summary>Set, every value has a bit that is wrong: as of a chip that was disturbed.</summary>
    public bool IsDisturbed { get; set; }

    public int Signatures { get; private set; }

    /// <summary>Puts a key and its certificate on the token.</summary>
    /// <param name="label">CKA_LABEL of both.</param>
    /// <param name="certificate">The certificate; empty for none.</param>
    /// <param name="keyFile">PEM file of the private key, which stays where it is.</param>
    public void Add(string label, byte[] certificate, string keyFile)
    {
        _objects.Add(new Sm2TokenObject(3, label, [], keyFile));
        if (certificate.Length > 0)
        {
            _objects.Add(new Sm2TokenObject(1, label, certificate, ""));
        }
    }

    // By their places in CK_FUNCTION_LIST (PKCS #11 v2.40, 5.3).
    private SortedDictionary<int, Delegate> Functions() => new()
    {
        [0] = (Pointed)(_ => Ok), // C_Initialize
        [1] = (Pointed)(_ => Ok), // C_Finalize
        [4] = (Listed)((_, slots, count) => GiveNumbers([Slot], slots, count)),
        [6] = (Informed)((_, information) => DescribeToken(information)),
        [7] = (MechanismsListed)((_, list, count) => GiveNumbers([.. Mechanisms.Select(known => known.Number)], list, count)),
        [12] = (Opened)((_, _, _, _, session) => WriteNumber(session, (nuint)Interlocked.Increment(ref _sessions))),
        [13] = (Handled)(_ => Ok), // C_CloseSession
        [14] = (Handled)(_ => Ok), // C_CloseAllSessions
        [18] = (LoggedIn)LogIn,
        [24] = (AttributeRead)ReadAttribute,
        [26] = (SearchBegun)BeginSearch,
        [27] = (Found)Find,
        [28] = (Handled)(session => _searches.TryRemove(session, out _) ? Ok : 0x91),
        [42] = (SigningBegun)BeginSigning,
        [43] = (Signed)Sign,
    };

    private nuint GiveFunctions(nint list)
    {
        Marshal.WriteIntPtr(list, _list);
        return Ok;
    }

    private static nuint DescribeToken(nint information)
    {
        Marshal.Copy(Encoding.ASCII.GetBytes(Label.PadRight(32)), 0, information, 32);
        return Ok;
    }

    private nuint LogIn(nuint session, nuint user, nint pin, nuint length)
    {
        _isLoggedIn |= user == 1 && Marshal.PtrToStringUTF8(pin, (int)length) == Pin;
        return _isLoggedIn ? Ok : 0xA0;
    }

    private nuint ReadAttribute(nuint session, nuint item, nint template, nuint count)
    {
        byte[]? value = _objects[(int)item - 1].Read((nuint)Marshal.ReadIntPtr(template));
        if (value is null)
        {
            return 0x12; // CKR_ATTRIBUTE_TYPE_INVALID
        }

        var target = Marshal.ReadIntPtr(template, nint.Size);
        if (target != 0)
        {
            Marshal.Copy(value, 0, target, value.Length);
        }

        return WriteNumber(template + (2 * nint.Size), (nuint)value.Length);
    }

    private nuint BeginSearch(nuint session, nint template, nuint count)
    {
        var wanted = Enumerable.Range(0, (int)count).Select(i => Attribute(template + (3 * nint.Size * i))).ToList();
        var found = Enumerable.Range(1, _objects.Count).Where(item => (_isLoggedIn || !_objects[item - 1].IsPrivate)
            && wanted.All(want => _objects[item - 1].Read(want.Type)?.AsSpan().SequenceEqual(want.Value) == true)).ToList();
        _searches[session] = found.GetEnumerator();
        return Ok;
    }

    private nuint Find(nuint session, nint items, nuint limit, nint count)
    {
        nuint found = 0;
        while (found < limit && _searches[session].MoveNext())
        {
            WriteNumber(items + ((nint)found++ * nint.Size), (nuint)_searches[session].Current);
        }

        return WriteNumber(count, found);
    }

    private nuint BeginSigning(nuint session, nint mechanism, nuint key)
    {
        var number = (nuint)Marshal.ReadIntPtr(mechanism);
        if (!_isLoggedIn || Mechanisms.FirstOrDefault(known => known.Number == number) is not { } found)
        {
            return _isLoggedIn ? MechanismInvalid : 0x101;
        }

        _signing[session] = (found, _objects[(int)key - 1]);
        return Ok;
    }

    private nuint Sign(nuint session, nint data, nuint length, nint signature, nint signatureLength)
    {
        _signing.TryRemove(session, out var begun);
        byte[] given = new byte[(int)length];
        Marshal.Copy(data, given, 0, given.Length);
        if (begun.Mechanism.Sign(begun.Key.KeyFile, given) is not { } value)
        {
            return 0x21; // CKR_DATA_LEN_RANGE
        }

        value[^1] ^= (byte)(IsDisturbed ? 1 : 0);
        Signatures++;
        Marshal.Copy(value, 0, signature, value.Length);
        return WriteNumber(signatureLength, (nuint)value.Length);
    }

    private static (nuint Type, byte[] Value) Attribute(nint at)
    {
        byte[] value = new byte[(int)Marshal.ReadIntPtr(at, 2 * nint.Size)];
        Marshal.Copy(Marshal.ReadIntPtr(at, nint.Size), value, 0, value.Length);
        return ((nuint)Marshal.ReadIntPtr(at), value);
    }

    private static nuint GiveNumbers(IReadOnlyList<nuint> numbers, nint target, nint count)
    {
        for (int i = 0; target != 0 && i < numbers.Count; i++)
        {
            WriteNumber(target + (i * nint.Size), numbers[i]);
        }

        return WriteNumber(count, (nuint)numbers.Count);
    }

    private static nuint WriteNumber(nint at, nuint value)
    {
        Marshal.WriteIntPtr(at, (nint)value);
        return Ok;
    }
}
