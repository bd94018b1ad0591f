-- The seals of the desk: where each is in its life. Each row follows one line of revisions.
CREATE TABLE seals (
    row_id            INTEGER PRIMARY KEY AUTOINCREMENT,
    seal_id           TEXT    NOT NULL UNIQUE,
    organisation_code TEXT    NOT NULL,
    state             TEXT    NOT NULL CHECK (state IN ('Requested', 'Active', 'Frozen', 'Cancelled', 'Rejected')),
    version           INTEGER NOT NULL CHECK (version >= 0),
    drafts            INTEGER NOT NULL CHECK (drafts >= 1),
    revision          INTEGER NOT NULL CHECK (revision >= 1),
    changed_at        INTEGER NOT NULL,
    valid_from        INTEGER NOT NULL,
    valid_until       INTEGER NOT NULL,
    uses              INTEGER NOT NULL DEFAULT 0,
    sealed_pending    BLOB
) STRICT;
CREATE INDEX seals_by_organisation ON seals (organisation_code, row_id);
CREATE INDEX seals_waiting ON seals (row_id) WHERE sealed_pending IS NOT NULL;

-- What was asked for, and what was made of it: a draft that nobody approved has no seal.
CREATE TABLE seal_versions (
    seal_id      TEXT    NOT NULL REFERENCES seals (seal_id),
    version      INTEGER NOT NULL CHECK (version >= 1),
    sealed_title BLOB    NOT NULL,
    sealed_draft BLOB    NOT NULL,
    sealed_made  BLOB,
    made_sha256  BLOB    UNIQUE CHECK (length(made_sha256) = 32),
    made_at      INTEGER,
    ended_at     INTEGER,
    PRIMARY KEY (seal_id, version)
) STRICT;

-- Every step of each seal's life.
CREATE TABLE seal_events (
    seal_id      TEXT    NOT NULL REFERENCES seals (seal_id),
    revision     INTEGER NOT NULL,
    event        TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    version      INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    actor_code   TEXT    NOT NULL,
    sealed_actor BLOB    NOT NULL,
    PRIMARY KEY (seal_id, revision)
) STRICT;

-- Each use of a desk's seal; record_id is that of the sealing or the number of the license that was sealed.
CREATE TABLE seal_uses (
    row_id           INTEGER PRIMARY KEY AUTOINCREMENT,
    record_id        TEXT    NOT NULL UNIQUE,
    seal_id          TEXT    NOT NULL REFERENCES seals (seal_id),
    version          INTEGER NOT NULL,
    digest_algorithm TEXT    NOT NULL,
    digest           BLOB    NOT NULL,
    actor_code       TEXT    NOT NULL,
    used_at          INTEGER NOT NULL,
    sealed_actor     BLOB
) STRICT;
CREATE INDEX seal_uses_by_seal ON seal_uses (seal_id, row_id);
CREATE INDEX seal_uses_by_digest ON seal_uses (digest);
