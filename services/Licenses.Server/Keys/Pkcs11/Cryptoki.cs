using System.Collections.Frozen;

namespace Licenses.Server.Keys.Pkcs11;

/// <summary>The numbers of the C interface that this binding uses (PKCS #11 v2.40, appendix A; pkcs11t.h).</summary>
internal static class Cryptoki
{
    public const nuint Ok = 0x0;
    public const nuint KeyHandleInvalid = 0x60;
    public const nuint TokenNotPresent = 0xE0;
    public const nuint CryptokiAlreadyInitialized = 0x191;

    public const nuint SerialSession = 0x4;
    public const nuint OsLockingOk = 0x2;
    public const nuint NormalUser = 1;

    public const nuint Class = 0x0;
    public const nuint Label = 0x3;
    public const nuint Value = 0x11;
    public const nuint Id = 0x102;
    public const nuint Extractable = 0x162;

    public const nuint CertificateObject = 0x1;
    public const nuint PrivateKeyObject = 0x3;

    public const nuint RsaPkcs = 0x1;
    public const nuint RsaPkcsPss = 0xD;
    public const nuint Ecdsa = 0x1041;

    private const nuint PinIncorrect = 0xA0;
    private const nuint PinLocked = 0xA4;
    private const nuint UserAlreadyLoggedIn = 0x100;

    private static readonly FrozenDictionary<nuint, string> Names = new Dictionary<nuint, string>
    {
        [0x2] = "CKR_HOST_MEMORY",
        [0x3] = "CKR_SLOT_ID_INVALID",
        [0x5] = "CKR_GENERAL_ERROR",
        [0x6] = "CKR_FUNCTION_FAILED",
        [0x30] = "CKR_DEVICE_ERROR",
        [0x31] = "CKR_DEVICE_MEMORY",
        [0x32] = "CKR_DEVICE_REMOVED",
        [0x54] = "CKR_FUNCTION_NOT_SUPPORTED",
        [KeyHandleInvalid] = "CKR_KEY_HANDLE_INVALID",
        [0x62] = "CKR_KEY_SIZE_RANGE",
        [0x63] = "CKR_KEY_TYPE_INCONSISTENT",
        [0x68] = "CKR_KEY_FUNCTION_NOT_PERMITTED",
        [0x70] = "CKR_MECHANISM_INVALID",
        [0x71] = "CKR_MECHANISM_PARAM_INVALID",
        [0x82] = "CKR_OBJECT_HANDLE_INVALID",
        [0x90] = "CKR_OPERATION_ACTIVE",
        [0x91] = "CKR_OPERATION_NOT_INITIALIZED",
        [PinIncorrect] = "CKR_PIN_INCORRECT",
        [0xA1] = "CKR_PIN_INVALID",
        [0xA2] = "CKR_PIN_LEN_RANGE",
        [0xA3] = "CKR_PIN_EXPIRED",
        [PinLocked] = "CKR_PIN_LOCKED",
        [0xB0] = "CKR_SESSION_CLOSED",
        [0xB1] = "CKR_SESSION_COUNT",
        [0xB3] = "CKR_SESSION_HANDLE_INVALID",
        [TokenNotPresent] = "CKR_TOKEN_NOT_PRESENT",
        [0xE1] = "CKR_TOKEN_NOT_RECOGNIZED",
        [UserAlreadyLoggedIn] = "CKR_USER_ALREADY_LOGGED_IN",
        [0x101] = "CKR_USER_NOT_LOGGED_IN",
        [0x102] = "CKR_USER_PIN_NOT_INITIALIZED",
        [0x190] = "CKR_CRYPTOKI_NOT_INITIALIZED",
        [CryptokiAlreadyInitialized] = "CKR_CRYPTOKI_ALREADY_INITIALIZED",
    }.ToFrozenDictionary();

    /// <summary>The result's name in the standard, or its number.</summary>
    public static string NameOf(nuint result) => Names.GetValueOrDefault(result, $"CKR 0x{result:X}");

    /// <summary>Whether the token, its login or its session is gone, so that a fresh login may help.</summary>
    public static bool IsLost(nuint result) =>
        result is 0x3 or 0x5 or 0x6 or 0x30 or 0x31 or 0x32 or KeyHandleInvalid or 0x82 or 0xB0 or 0xB3 or TokenNotPresent or 0xE1 or 0x101 or 0x190;

    /// <summary>Whether the token refused the PIN: another try could lock it.</summary>
    public static bool IsPinRefused(nuint result) => result is (>= PinIncorrect and <= PinLocked) or 0x102;

    /// <summary>Whether a login found the user logged in already, which is as good.</summary>
    public static bool IsLoggedIn(nuint result) => result is Ok or UserAlreadyLoggedIn;
}
