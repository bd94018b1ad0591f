using System.Runtime.InteropServices;

namespace Licenses.Server.Keys.Pkcs11;

/// <summary>A session with a token: one thread at a time, one operation at a time.</summary>
/// <param name="functions">The token's library.</param>
/// <param name="handle">What C_OpenSession gave.</param>
/// <param name="slot">Where the token is.</param>
/// <param name="login">Which login of the token it belongs to: handles of objects are good for one login.</param>
internal sealed class Pkcs11Session(Pkcs11Functions functions, nuint handle, nuint slot, int login)
{
    private const int LargestSignature = 1024;
    private const int MostMechanisms = 65_536; // no token has a hundredth of them
    private static readonly nuint Unavailable = nuint.MaxValue; // CK_UNAVAILABLE_INFORMATION

    public int Login => login;

    /// <summary>The CKM numbers of what the token can do.</summary>
    public IReadOnlyList<nuint> ListMechanisms()
    {
        nuint count = 0;
        Pkcs11Functions.Check("C_GetMechanismList", functions.GetMechanismList(slot, null, ref count));
        var mechanisms = new nuint[Math.Min(count, MostMechanisms)];
        count = checked((nuint)mechanisms.Length);
        Pkcs11Functions.Check("C_GetMechanismList", functions.GetMechanismList(slot, mechanisms, ref count));
        return mechanisms[..Math.Min(mechanisms.Length, checked((int)count))];
    }

    /// <summary>The objects of a class under a label, an id or both; an empty one is not asked for.</summary>
    public IReadOnlyList<nuint> Find(nuint objectClass, ReadOnlySpan<byte> label, ReadOnlySpan<byte> id)
    {
        var pins = new List<GCHandle>();
        try
        {
            var template = new List<CkAttribute>
            {
                Attribute(Cryptoki.Class, MemoryMarshal.AsBytes<nuint>(new[] { objectClass }), pins),
            };
            if (!label.IsEmpty)
            {
                template.Add(Attribute(Cryptoki.Label, label, pins));
            }

            if (!id.IsEmpty)
            {
                template.Add(Attribute(Cryptoki.Id, id, pins));
            }

            Pkcs11Functions.Check(
                "C_FindObjectsInit", functions.FindObjectsInit(handle, [.. template], checked((nuint)template.Count)));
            var found = new nuint[8];
            var result = functions.FindObjects(handle, found, checked((nuint)found.Length), out var count);
            Pkcs11Functions.Check("C_FindObjectsFinal", functions.FindObjectsFinal(handle));
            Pkcs11Functions.Check("C_FindObjects", result);
            return found[..checked((int)count)];
        }
        finally
        {
            pins.ForEach(pin => pin.Free());
        }
    }

    /// <summary>An attribute's value; null where the object has none or keeps it to itself.</summary>
    public byte[]? Read(nuint item, nuint type)
    {
        var attribute = new CkAttribute { Type = type };
        if (functions.GetAttributeValue(handle, item, ref attribute, 1) != Cryptoki.Ok || attribute.Length == Unavailable)
        {
            return null;
        }

        var value = new byte[checked((int)attribute.Length)];
        var pinned = GCHandle.Alloc(value, GCHandleType.Pinned);
        try
        {
            attribute.Value = pinned.AddrOfPinnedObject();
            Pkcs11Functions.Check("C_GetAttributeValue", functions.GetAttributeValue(handle, item, ref attribute, 1));
            return value;
        }
        finally
        {
            pinned.Free();
        }
    }

    /// <summary>Signs what the mechanism takes (a digest, a DigestInfo, or a text).</summary>
    /// <param name="key">The key's handle.</param>
    /// <param name="mechanism">A CKM number.</param>
    /// <param name="parameter">The mechanism's parameter; empty for none.</param>
    /// <param name="data">What is signed.</param>
    public byte[] Sign(nuint key, nuint mechanism, nuint[] parameter, byte[] data)
    {
        var pinned = GCHandle.Alloc(parameter, GCHandleType.Pinned);
        try
        {
            var call = new CkMechanism
            {
                Type = mechanism,
                Parameter = parameter.Length == 0 ? 0 : pinned.AddrOfPinnedObject(),
                Length = checked((nuint)(parameter.Length * nuint.Size)),
            };
            Pkcs11Functions.Check("C_SignInit", functions.SignInit(handle, call, key));
        }
        finally
        {
            pinned.Free();
        }

        var signature = new byte[LargestSignature];
        nuint length = LargestSignature;
        Pkcs11Functions.Check("C_Sign", functions.Sign(handle, data, checked((nuint)data.Length), signature, ref length));
        return signature[..checked((int)length)];
    }

    /// <summary>Ends the session; one that is gone already is no matter.</summary>
    public void Close() => _ = functions.CloseSession(handle);

    private static CkAttribute Attribute(nuint type, ReadOnlySpan<byte> value, List<GCHandle> pins)
    {
        var pin = GCHandle.Alloc(value.ToArray(), GCHandleType.Pinned);
        pins.Add(pin);
        return new CkAttribute { Type = type, Value = pin.AddrOfPinnedObject(), Length = checked((nuint)value.Length) };
    }
}
