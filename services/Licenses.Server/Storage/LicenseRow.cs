using Licenses.Issuing;

namespace Licenses.Server.Storage;

/// <summary>A new license with its personal parts sealed, ready for its transaction.</summary>
internal sealed record LicenseRow(
    License Stored, byte[] HolderHash, byte[] SealedHolder, byte[] SealedFields, byte[] SealedDocument)
{
    private DateTimeOffset? RenewBy { get; init; }

    public LicenseNumber Number => Stored.Number;

    public static LicenseRow Seal(NewLicense added, PersonalData personal)
    {
        var license = added.License;
        var number = license.Number.Value;
        return new LicenseRow(
            license with
            {
                IssuedAt = license.IssuedAt.Truncated(),
                ValidFrom = license.ValidFrom.Truncated(),
                ValidUntil = license.ValidUntil?.Truncated(),
                Status = license.Status with { ChangedAt = license.Status.ChangedAt.Truncated() },
            },
            personal.Hash(added.Holder),
            personal.SealSubject(added.Holder, Place.Holder, number),
            personal.Seal(added.Fields, Place.Fields, number),
            personal.SealBytes(added.Document.Span, Place.Document, number))
        {
            RenewBy = added.RenewBy,
        };
    }

    /// <summary>Writes license and document; false when the number is taken.</summary>
    public async ValueTask<bool> TryInsertAsync(DbSession session, CancellationToken cancellationToken)
    {
        var inserted = await session
            .Statement(
                """
                INSERT INTO licenses
                    (number, type_code, holder_hash, holder_name_masked, sealed_holder, sealed_fields, issued_at,
                     valid_from, valid_until, state, version, reason, changed_at, document_size, document_sha256)
                VALUES
                    (@number, @type_code, @holder_hash, @holder_name_masked, @sealed_holder, @sealed_fields, @issued_at,
                     @valid_from, @valid_until, @state, @version, @reason, @changed_at, @document_size, @document_sha256)
                ON CONFLICT DO NOTHING
                """)
            .With("number", Number.Value)
            .With("type_code", Stored.TypeCode)
            .With("holder_hash", HolderHash)
            .With("holder_name_masked", Stored.HolderNameMasked)
            .With("sealed_holder", SealedHolder)
            .With("sealed_fields", SealedFields)
            .With("issued_at", Stored.IssuedAt)
            .With("valid_from", Stored.ValidFrom)
            .With("valid_until", Stored.ValidUntil)
            .With("state", Stored.Status.State.ToString())
            .With("version", Stored.Status.Version)
            .With("reason", Stored.Status.Reason.ToString())
            .With("changed_at", Stored.Status.ChangedAt)
            .With("document_size", (long)Stored.DocumentSize)
            .With("document_sha256", Stored.DocumentSha256)
            .ExecuteNonQueryAsync(cancellationToken);
        if (inserted != 1)
        {
            return false;
        }

        await session
            .Statement("INSERT INTO license_documents (number, sealed_content, renew_by) VALUES (@number, @sealed_content, @renew_by)")
            .With("number", Number.Value)
            .With("sealed_content", SealedDocument)
            .With("renew_by", RenewBy)
            .ExecuteNonQueryAsync(cancellationToken);
        return true;
    }
}
