using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Licenses.Testing.Tokens;

/// <summary>
/// The smallest shared object: jumps to addresses of this process, the first of which is exported by name. What loads libraries
/// by their path thereby gets functions that a test has written. ELF for 64-bit Linux on x86-64 and ARM64.
/// </summary>
internal static class JumpLibrary
{
    private const int Page = 0x1000; // what is written at load time (dynamic) stands apart from the code
    private const int Hash = 0x100;
    private const int Symbols = 0x120;
    private const int Strings = 0x160;
    private const int Code = 0x200;

    /// <summary>From one jump to the next, in bytes.</summary>
    public const int Stride = 16;

    /// <param name="name">The exported name.</param>
    /// <param name="addresses">Where the jumps lead; at most 200.</param>
    public static byte[] Build(string name, IReadOnlyList<nint> addresses)
    {
        byte[] file = new byte[Page + 0x60];
        byte[] strings = [0, .. Encoding.ASCII.GetBytes(name), 0];
        WriteHeader(file);
        WriteSegment(file.AsSpan(0x40), type: 1, flags: 5, start: 0, length: Page); // PT_LOAD, read and execute
        WriteSegment(file.AsSpan(0x78), type: 1, flags: 6, start: Page, length: 0x60); // PT_LOAD, read and write
        WriteSegment(file.AsSpan(0xB0), type: 2, flags: 6, start: Page, length: 0x60); // PT_DYNAMIC
        Write32(file.AsSpan(Hash), 1, 2, 1, 0, 0); // one bucket, two symbols: the null one and ours
        Write32(file.AsSpan(Symbols + 24), 1);
        (file[Symbols + 28], file[Symbols + 30]) = (0x12, 1); // a global function, in some section
        Write64(file.AsSpan(Symbols + 32), Code, Stride);
        strings.CopyTo(file, Strings);
        for (int i = 0; i < addresses.Count; i++)
        {
            Jump(addresses[i]).CopyTo(file, Code + (Stride * i));
        }

        Write64(file.AsSpan(Page), 4, Hash, 5, Strings, 6, Symbols, 10, strings.Length, 11, 24, 0, 0); // DT_HASH to DT_NULL
        return file;
    }

    private static void WriteHeader(Span<byte> file)
    {
        file[..7].Clear();
        ((ReadOnlySpan<byte>)[0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1]).CopyTo(file);
        file[16] = 3; // ET_DYN
        file[18] = (byte)(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 183 : 62);
        file[20] = 1;
        Write64(file[32..], 0x40);
        (file[52], file[54], file[56]) = (64, 56, 3);
    }

    private static void WriteSegment(Span<byte> header, int type, int flags, long start, long length)
    {
        Write32(header, type, flags);
        Write64(header[8..], start, start, start, length, length, Page);
    }

    private static byte[] Jump(nint address)
    {
        byte[] target = new byte[8];
        Write64(target, address);
        return RuntimeInformation.ProcessArchitecture == Architecture.Arm64
            ? [0x50, 0x00, 0x00, 0x58, 0x00, 0x02, 0x1F, 0xD6, .. target] // ldr x16, #8; br x16
            : [0x48, 0xB8, .. target, 0xFF, 0xE0]; // mov rax, target; jmp rax
    }

    private static void Write32(Span<byte> at, params ReadOnlySpan<int> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(at[(4 * i)..], values[i]);
        }
    }

    private static void Write64(Span<byte> at, params ReadOnlySpan<long> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(at[(8 * i)..], values[i]);
        }
    }
}
