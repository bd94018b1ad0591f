namespace Licenses.Server.Storage;

/// <summary>The database was made by another program than this one: it must not be touched.</summary>
internal sealed class SchemaVersionException(string message) : Exception(message);
