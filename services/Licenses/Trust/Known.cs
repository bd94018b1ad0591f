namespace Licenses.Trust;

/// <summary>A piece of validation data and the time at which it is known to have existed: a timestamp's over it, or now.</summary>
internal sealed record Known<T>(T Value, DateTimeOffset Since);
