using System.Security.Cryptography;
using System.Text;
using Licenses.Server.Storage;

namespace Licenses.Server.Tests.Storage;

public sealed class SubjectProtectorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("licenses-key-").FullName;
    private readonly SubjectProtector _protector = new(RandomNumberGenerator.GetBytes(64));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("张三")]
    public void What_is_sealed_for_a_place_opens_there(string value)
    {
        var plain = Encoding.UTF8.GetBytes(value);

        var opened = _protector.Open(_protector.Seal(plain, "licenses.sealed_holder/1"), "licenses.sealed_holder/1");

        Assert.Equal(plain, opened);
    }

    [Fact]
    public void It_opens_in_no_other_place_and_after_no_change_of_a_byte()
    {
        var sealedValue = _protector.Seal("31010119900101001X"u8, "facts.sealed_subject/1");

        Assert.ThrowsAny<CryptographicException>(() => _protector.Open(sealedValue, "facts.sealed_subject/2"));
        for (int i = 0; i < sealedValue.Length; i++)
        {
            byte[] changed = [.. sealedValue];
            changed[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => _protector.Open(changed, "facts.sealed_subject/1"));
            Assert.ThrowsAny<CryptographicException>(
                () => _protector.Open(sealedValue.AsSpan(0, i), "facts.sealed_subject/1"));
        }
    }

    [Fact]
    public void The_same_value_is_never_sealed_to_the_same_bytes()
    {
        var all = Enumerable.Range(0, 100).Select(_ => Convert.ToHexString(_protector.Seal("value"u8, "place")));

        Assert.Equal(100, all.Distinct().Count());
    }

    [Fact]
    public void A_subject_is_found_by_kind_and_code_whatever_the_name_and_only_under_the_key()
    {
        var named = Sample.Person("31010119900101001", "张三");
        var nameless = Sample.Person("31010119900101001", "");
        using var other = new SubjectProtector(RandomNumberGenerator.GetBytes(64));

        Assert.Equal(_protector.Hash(named), _protector.Hash(nameless));
        Assert.NotEqual(_protector.Hash(named), _protector.Hash(Sample.Person("31010119900101003")));
        Assert.NotEqual(_protector.Hash(named), other.Hash(named));
    }

    [Fact]
    public void The_key_file_is_made_once_for_its_owner_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        var options = new PersonalDataOptions { KeyFile = Path.Combine(_folder, "keys", "personal.key"), CreateKeyFile = true };

        var first = PersonalDataKey.Load(options);
        var second = PersonalDataKey.Load(options);

        Assert.Equal(first, second);
        Assert.True(first.Length >= 64);
        var mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(options.KeyFile);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
    }

    [Fact]
    public void A_missing_key_file_is_refused_at_start_unless_it_may_be_made()
    {
        var options = new PersonalDataOptions { KeyFile = Path.Combine(_folder, "missing.key") };

        Assert.True(new PersonalDataOptions.Validator().Validate(null, options).Failed);
        options.CreateKeyFile = true;
        Assert.True(new PersonalDataOptions.Validator().Validate(null, options).Succeeded);
    }

    [Fact]
    public void A_short_key_file_is_refused()
    {
        var options = new PersonalDataOptions { KeyFile = Path.Combine(_folder, "short.key") };
        File.WriteAllBytes(options.KeyFile, new byte[63]);

        Assert.Throws<InvalidDataException>(() => PersonalDataKey.Load(options));
    }
}
