using System.Text.Json;

namespace Licenses.Server.Storage;

/// <summary>Personal values on their way into and out of a row: as JSON, sealed for table, column and row.</summary>
internal sealed class PersonalData(SubjectProtector protector)
{
    public byte[] Hash(Subject subject) => protector.Hash(subject);

    public byte[] SealBytes(ReadOnlySpan<byte> value, string place, string row) =>
        protector.Seal(value, $"{place}/{row}");

    /// <summary>Decrypts a file in place: the array belongs to the answer.</summary>
    public ReadOnlyMemory<byte> OpenBytes(byte[] sealedValue, string place, string row) =>
        protector.OpenInPlace(sealedValue, $"{place}/{row}");

    public byte[] Seal<T>(T value, string place, string row) =>
        SealBytes(JsonSerializer.SerializeToUtf8Bytes(value, StoredJson.Options), place, row);

    public T Open<T>(byte[] sealedValue, string place, string row)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(protector.Open(sealedValue, $"{place}/{row}"), StoredJson.Options)
                ?? throw new InvalidDataException($"{place}: null.");
        }
        catch (JsonException unreadable)
        {
            throw new InvalidDataException($"{place}: not the JSON of a {typeof(T).Name}.", unreadable);
        }
    }

    public byte[] SealSubject(Subject subject, string place, string row) =>
        Seal(new StoredSubject(subject.Kind, subject.Code, subject.Name), place, row);

    public Subject OpenSubject(byte[] sealedValue, string place, string row)
    {
        var stored = Open<StoredSubject>(sealedValue, place, row);
        return Subject.TryCreate(stored.Kind, stored.Code, stored.Name, out var subject)
            ? subject
            : throw new InvalidDataException($"{place}: not a subject.");
    }

    private sealed record StoredSubject(SubjectKind Kind, string Code, string Name);
}

/// <summary>The places that sealed values are bound to: table and column.</summary>
internal static class Place
{
    public const string Holder = "licenses.sealed_holder";
    public const string Fields = "licenses.sealed_fields";
    public const string Document = "license_documents.sealed_content";
    public const string FactSubject = "facts.sealed_subject";
    public const string AssistanceSubject = "assistance_cases.sealed_subject";
    public const string Report = "decisions.sealed_report";
    public const string Applicant = "decisions.sealed_applicant";
    public const string Appended = "seal_records.sealed_appended";
    public const string Use = "license_uses.sealed_use";
    public const string SealPending = "seals.sealed_pending";
    public const string SealTitle = "seal_versions.sealed_title";
    public const string SealDraft = "seal_versions.sealed_draft";
    public const string SealMade = "seal_versions.sealed_made";
    public const string SealEvent = "seal_events.sealed_actor";
    public const string SealUse = "seal_uses.sealed_actor";
}
