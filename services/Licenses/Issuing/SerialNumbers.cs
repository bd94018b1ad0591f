using System.Globalization;
using System.Security.Cryptography;

namespace Licenses.Issuing;

/// <summary>Serials of new licenses: the day and twelve random digits, so that no license can be guessed from another.</summary>
internal static class SerialNumbers
{
    private const int RandomDigits = 12;

    public static string Next(DateTimeOffset now) => string.Concat(
        now.ToOffset(ChinaTime.Offset).ToString("yyyyMMdd", CultureInfo.InvariantCulture),
        RandomNumberGenerator.GetString("0123456789", RandomDigits));
}
