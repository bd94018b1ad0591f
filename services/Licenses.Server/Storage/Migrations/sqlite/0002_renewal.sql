-- By when each document's seal must be raised or renewed (NULL: there is nothing to renew), not to be tried before next_try.
-- A renewal counts the version up; the table of licenses keeps size and digest of what was issued, which it begins with.
ALTER TABLE license_documents ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE license_documents ADD COLUMN renew_by INTEGER;
ALTER TABLE license_documents ADD COLUMN next_try INTEGER NOT NULL DEFAULT 0;
CREATE INDEX license_documents_due ON license_documents (renew_by) WHERE renew_by IS NOT NULL;
