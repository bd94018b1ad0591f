using System.Text;
using Licenses.Crypto.Sm;
using Licenses.Testing.SharedData;

namespace Licenses.Tests.Crypto.Sm;

/// <summary>The table of known answers, row by row; a row that no case here knows fails.</summary>
public sealed class SmVectorTests
{
    [Fact]
    public void Every_known_answer_of_the_table_comes_out()
    {
        var rows = SharedMaterial.Rows("vectors", "sm_vectors.tsv");
        string key = After(rows.Single(row => row["name"] == "ZA default id"), "pub=")
            .Replace(" ", "", StringComparison.Ordinal);
        var signed = rows.Single(row => row["name"] == "sign d,k fixed");
        foreach (var row in rows)
        {
            string expected = row["expected"];
            switch ($"{row["alg"]} {row["name"]}")
            {
                case "SM3 abc":
                    Assert.Equal(expected, Hex(Sm3.HashData(Convert.FromHexString(row["inputs"]["hex:".Length..]))));
                    break;
                case "SM3 abcd*16":
                    string text = string.Concat(Enumerable.Repeat("abcd", 16));
                    Assert.Equal(expected, Hex(Sm3.HashData(Encoding.ASCII.GetBytes(text))));
                    break;
                case "SM4 ECB 1 block":
                    byte[] block = Convert.FromHexString(After(row, "K="));
                    Assert.Equal(expected, Hex(Sm4.EncryptBlocks(block, block)));
                    break;
                case "SM2 ZA default id":
                    byte[] id = Encoding.ASCII.GetBytes(After(row, "ID="));
                    Assert.Equal(expected, Hex(Sm2Identity.Compute(Convert.FromHexString(key), id)));
                    Assert.Equal(expected, Hex(Key(key).DefaultIdentity));
                    break;
                case "SM2 e=SM3(ZA||M)":
                    byte[] message = Encoding.ASCII.GetBytes(After(row, "M="));
                    Assert.Equal(expected, Hex(Sm2Identity.Digest(Key(key).DefaultIdentity, message)));
                    break;
                case "SM2 sign d,k fixed":
                    // k cannot be chosen through the port, so the value is verified, under the key that belongs to d.
                    var d = new Org.BouncyCastle.Math.BigInteger(After(row, "d="), 16);
                    Assert.Equal(key, Convert.ToHexString(Sm2Oracles.Generator.Multiply(d).Normalize().GetEncoded()));
                    Assert.True(Sm2Verifier.Verify(
                        Key(key), Sm2Identity.DefaultUserId, Encoding.ASCII.GetBytes(After(row, "M=")), Value(signed)));
                    break;
                case "SM2 DER of the above":
                    Assert.Equal(expected, Hex(Value(signed).Encode()));
                    Assert.True(Sm2Signature.TryDecode(Convert.FromHexString(expected), out _, out var form));
                    Assert.Equal(Sm2SignatureForm.Der, form);
                    break;
                default:
                    Assert.Fail($"no case for {row["alg"]} {row["name"]}");
                    break;
            }
        }
    }

    [Fact]
    public void Every_file_of_the_vectors_is_named_by_a_test()
    {
        string folder = SharedMaterial.PathTo("vectors");
        string tests = string.Concat(Directory
            .EnumerateFiles(RepositoryRoot.PathTo("tests", "Licenses.Tests"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText));

        var unnamed = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(file)!)
            .Where(file => file != "index.tsv" && !tests.Contains($"\"{file}\"", StringComparison.Ordinal));

        Assert.Empty(unnamed);
    }

    private static Sm2Signature Value(IReadOnlyDictionary<string, string> row) => new(
        Convert.FromHexString(After(row, "r=", "expected")), Convert.FromHexString(After(row, "s=", "expected")));

    private static Sm2PublicKey Key(string hex) =>
        Sm2PublicKey.TryDecode(Convert.FromHexString(hex), out var key) ? key : throw new ArgumentException(hex);

    // "name=value name=value": up to the next name, since a value may hold spaces.
    private static string After(IReadOnlyDictionary<string, string> row, string name, string column = "inputs")
    {
        string text = row[column];
        string rest = text[(text.IndexOf(name, StringComparison.Ordinal) + name.Length)..];
        int next = rest.IndexOf('=', StringComparison.Ordinal);
        return next < 0 ? rest : rest[..rest.LastIndexOf(' ', next)];
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
