using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Licenses.Crypto.X509;
using Licenses.Testing.Shapes;

namespace Licenses.Tests.Trust;

/// <summary>A list of a million entries: read in place, found at once; how fast is a benchmark's matter.</summary>
public sealed class LargeListTests
{
    private const int Count = 1_000_000;
    private const long MostMemory = 100_000_000;

    [Fact]
    public void A_million_entries_are_indexed_within_a_hundred_megabytes_and_each_is_found()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] encoded = new LargeList(new X500DistinguishedName("CN=Large"), key, Entity.Now).Encode(Count);
        long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();

        var read = CertificateList.Decode(encoded);

        long allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        Assert.True(allocated < MostMemory, $"{allocated:N0} bytes allocated"); // what is held of it is no more
        Assert.Equal((Count, null), (read.Count, read.Defect));
        Assert.All([0, 1, Count / 2, Count - 1], i => Assert.Equal(RevocationReason.KeyCompromise, read.Find(LargeList.Serial(i))?.Reason));
        Assert.Null(read.Find(LargeList.Serial(Count)));
    }
}
