using System.Runtime.InteropServices;

namespace Licenses.Server.Keys.Pkcs11;

/// <summary>CK_ATTRIBUTE.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CkAttribute
{
    public nuint Type;
    public nint Value;
    public nuint Length;
}

/// <summary>CK_MECHANISM.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CkMechanism
{
    public nuint Type;
    public nint Parameter;
    public nuint Length;
}

/// <summary>
/// The few functions of a token's library that sealing needs, from its CK_FUNCTION_LIST (PKCS #11 v2.40, 5.3), which is
/// all that a library must export by name. CK_ULONG is a C long: as wide as a pointer wherever this server runs but Windows.
/// </summary>
internal sealed class Pkcs11Functions
{
    private readonly nint _list;

    /// <exception cref="DllNotFoundException">The file is not there, or is not a library of this machine's kind.</exception>
    /// <exception cref="EntryPointNotFoundException">It is not a PKCS #11 library.</exception>
    /// <exception cref="Pkcs11Exception">It does not give its functions.</exception>
    public Pkcs11Functions(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("PKCS #11 tokens are used on Linux and macOS only.");
        }

        var library = NativeLibrary.Load(path);
        var list = Marshal.GetDelegateForFunctionPointer<GetFunctionListCall>(
            NativeLibrary.GetExport(library, "C_GetFunctionList"));
        Check("C_GetFunctionList", list(out _list));
        Initialize = At<PointerCall>(0);
        Complete = At<PointerCall>(1);
        GetSlotList = At<GetSlotListCall>(4);
        GetTokenInfo = At<GetTokenInfoCall>(6);
        GetMechanismList = At<GetMechanismListCall>(7);
        OpenSession = At<OpenSessionCall>(12);
        CloseSession = At<HandleCall>(13);
        CloseAllSessions = At<HandleCall>(14);
        Login = At<LoginCall>(18);
        GetAttributeValue = At<GetAttributeValueCall>(24);
        FindObjectsInit = At<FindObjectsInitCall>(26);
        FindObjects = At<FindObjectsCall>(27);
        FindObjectsFinal = At<HandleCall>(28);
        SignInit = At<SignInitCall>(42);
        Sign = At<SignCall>(43);
    }

    public delegate nuint PointerCall(nint argument);

    public delegate nuint HandleCall(nuint handle);

    public delegate nuint GetSlotListCall(byte tokenPresent, [In, Out] nuint[]? slots, ref nuint count);

    public delegate nuint GetTokenInfoCall(nuint slot, [Out] byte[] info);

    public delegate nuint GetMechanismListCall(nuint slot, [In, Out] nuint[]? mechanisms, ref nuint count);

    public delegate nuint OpenSessionCall(nuint slot, nuint flags, nint application, nint notify, out nuint session);

    public delegate nuint LoginCall(nuint session, nuint user, byte[]? pin, nuint length);

    public delegate nuint GetAttributeValueCall(nuint session, nuint item, ref CkAttribute attribute, nuint count);

    public delegate nuint FindObjectsInitCall(nuint session, CkAttribute[] template, nuint count);

    public delegate nuint FindObjectsCall(nuint session, [Out] nuint[] found, nuint limit, out nuint count);

    public delegate nuint SignInitCall(nuint session, in CkMechanism mechanism, nuint key);

    public delegate nuint SignCall(nuint session, byte[] data, nuint length, [Out] byte[] signature, ref nuint signatureLength);

    private delegate nuint GetFunctionListCall(out nint list);

    public PointerCall Initialize { get; }

    /// <summary>C_Finalize.</summary>
    public PointerCall Complete { get; }

    public GetSlotListCall GetSlotList { get; }

    public GetTokenInfoCall GetTokenInfo { get; }

    public GetMechanismListCall GetMechanismList { get; }

    public OpenSessionCall OpenSession { get; }

    public HandleCall CloseSession { get; }

    public HandleCall CloseAllSessions { get; }

    public LoginCall Login { get; }

    public GetAttributeValueCall GetAttributeValue { get; }

    public FindObjectsInitCall FindObjectsInit { get; }

    public FindObjectsCall FindObjects { get; }

    public HandleCall FindObjectsFinal { get; }

    public SignInitCall SignInit { get; }

    public SignCall Sign { get; }

    /// <exception cref="Pkcs11Exception">The result is not CKR_OK.</exception>
    public static void Check(string function, nuint result)
    {
        if (result != Cryptoki.Ok)
        {
            throw new Pkcs11Exception(function, result);
        }
    }

    /// <summary>The list begins with a two-byte version, padded to a pointer.</summary>
    private T At<T>(int index) => Marshal.GetDelegateForFunctionPointer<T>(
        Marshal.ReadIntPtr(_list, (index + 1) * nint.Size));
}
