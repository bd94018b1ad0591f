-- Times are UTC microseconds since 1970. Personal data is in columns named sealed_*, found by *_hash.

CREATE VIEW clock AS SELECT CAST(unixepoch('subsec') * 1000000 AS INTEGER) AS now_us;

-- What each request led to: a retry finds it here.
CREATE TABLE writes (
    actor_code  TEXT    NOT NULL,
    request_id  TEXT    NOT NULL,
    fingerprint BLOB    NOT NULL CHECK (length(fingerprint) = 32),
    object_id   TEXT    NOT NULL,
    written_at  INTEGER NOT NULL,
    PRIMARY KEY (actor_code, request_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE licenses (
    row_id             INTEGER PRIMARY KEY AUTOINCREMENT,
    number             TEXT    NOT NULL UNIQUE,
    type_code          TEXT    NOT NULL,
    holder_hash        BLOB    NOT NULL CHECK (length(holder_hash) = 32),
    holder_name_masked TEXT    NOT NULL,
    sealed_holder      BLOB    NOT NULL,
    sealed_fields      BLOB    NOT NULL,
    issued_at          INTEGER NOT NULL,
    valid_from         INTEGER NOT NULL,
    valid_until        INTEGER,
    state              TEXT    NOT NULL CHECK (state IN ('Active', 'Suspended', 'Revoked', 'Superseded')),
    version            INTEGER NOT NULL CHECK (version >= 1),
    reason             TEXT    NOT NULL,
    changed_at         INTEGER NOT NULL,
    document_size      INTEGER NOT NULL,
    document_sha256    BLOB    NOT NULL CHECK (length(document_sha256) = 32)
) STRICT;
CREATE INDEX licenses_by_holder ON licenses (holder_hash, row_id);
CREATE INDEX licenses_by_document ON licenses (document_sha256);

CREATE TABLE license_documents (
    number         TEXT NOT NULL PRIMARY KEY REFERENCES licenses (number),
    sealed_content BLOB NOT NULL
) STRICT;

-- Every state that a license ever had.
CREATE TABLE license_states (
    number     TEXT    NOT NULL REFERENCES licenses (number),
    version    INTEGER NOT NULL,
    state      TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    changed_at INTEGER NOT NULL,
    actor_code TEXT    NOT NULL,
    request_id TEXT    NOT NULL,
    PRIMARY KEY (number, version)
) STRICT, WITHOUT ROWID;

-- Changes that the other nodes have yet to be told of.
CREATE TABLE outbox (
    row_id     INTEGER PRIMARY KEY AUTOINCREMENT,
    number     TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- Append only, without gaps: the counter row is taken inside each transaction, as its last act.
CREATE TABLE audit_head (
    singleton  INTEGER NOT NULL PRIMARY KEY CHECK (singleton = 1),
    next_index INTEGER NOT NULL
) STRICT;
INSERT INTO audit_head (singleton, next_index) VALUES (1, 0);

CREATE TABLE audit_leaf (
    leaf_index     INTEGER NOT NULL PRIMARY KEY,
    event          TEXT    NOT NULL,
    object_id      TEXT    NOT NULL,
    object_version INTEGER NOT NULL,
    actor_code     TEXT    NOT NULL,
    at             INTEGER NOT NULL,
    payload_hash   BLOB    NOT NULL,
    leaf_hash      BLOB    NOT NULL CHECK (length(leaf_hash) = 32)
) STRICT;
CREATE TRIGGER audit_leaf_stays BEFORE UPDATE ON audit_leaf BEGIN SELECT RAISE(ABORT, 'audit_leaf is append only'); END;
CREATE TRIGGER audit_leaf_keeps BEFORE DELETE ON audit_leaf BEGIN SELECT RAISE(ABORT, 'audit_leaf is append only'); END;

CREATE TABLE facts (
    row_id         INTEGER PRIMARY KEY AUTOINCREMENT,
    record_id      TEXT    NOT NULL UNIQUE,
    code           TEXT    NOT NULL,
    subject_hash   BLOB    NOT NULL CHECK (length(subject_hash) = 32),
    sealed_subject BLOB    NOT NULL,
    department_key TEXT    NOT NULL,
    holds          INTEGER NOT NULL CHECK (holds IN (0, 1)),
    as_of          INTEGER NOT NULL,
    not_after      INTEGER NOT NULL
) STRICT;
CREATE INDEX facts_by_subject ON facts (subject_hash, code, as_of, row_id);

CREATE TABLE assistance_cases (
    row_id         INTEGER PRIMARY KEY AUTOINCREMENT,
    assistance_id  TEXT    NOT NULL UNIQUE,
    department_key TEXT    NOT NULL,
    item_code      TEXT    NOT NULL,
    material_code  TEXT    NOT NULL,
    case_number    TEXT    NOT NULL,
    subject_hash   BLOB    NOT NULL CHECK (length(subject_hash) = 32),
    sealed_subject BLOB    NOT NULL,
    asked_at       INTEGER NOT NULL,
    answer         TEXT    NOT NULL CHECK (answer IN ('None', 'Confirmed', 'Denied', 'CannotTell')),
    answered_at    INTEGER,
    UNIQUE (subject_hash, department_key, item_code, material_code, case_number)
) STRICT;
CREATE INDEX assistance_cases_waiting ON assistance_cases (department_key, row_id) WHERE answer = 'None';

CREATE TABLE decisions (
    decision_id      TEXT    NOT NULL PRIMARY KEY,
    center_code      TEXT    NOT NULL,
    center_name      TEXT    NOT NULL,
    applicant_hash   BLOB    NOT NULL CHECK (length(applicant_hash) = 32),
    decided_at       INTEGER NOT NULL,
    sealed_report    BLOB    NOT NULL,
    sealed_applicant BLOB    NOT NULL
) STRICT;

CREATE TABLE license_uses (
    row_id       INTEGER PRIMARY KEY AUTOINCREMENT,
    number       TEXT    NOT NULL REFERENCES licenses (number),
    holder_hash  BLOB    NOT NULL CHECK (length(holder_hash) = 32),
    decision_id  TEXT    NOT NULL REFERENCES decisions (decision_id),
    used_at      INTEGER NOT NULL,
    organisation TEXT    NOT NULL,
    item_code    TEXT    NOT NULL,
    sealed_use   BLOB    NOT NULL
) STRICT;
CREATE INDEX license_uses_by_holder ON license_uses (holder_hash, row_id);

-- Each use of a seal. The sealed file is the input followed by the appended bytes, so only these are kept.
CREATE TABLE seal_records (
    record_id         TEXT    NOT NULL PRIMARY KEY,
    organisation_code TEXT    NOT NULL,
    input_sha256      BLOB    NOT NULL CHECK (length(input_sha256) = 32),
    sealed_sha256     BLOB    NOT NULL CHECK (length(sealed_sha256) = 32),
    field_name        TEXT    NOT NULL,
    seals             INTEGER NOT NULL,
    sealed_at         INTEGER NOT NULL,
    sealed_appended   BLOB    NOT NULL
) STRICT;

CREATE TABLE download_links (
    token_sha256 BLOB    NOT NULL PRIMARY KEY CHECK (length(token_sha256) = 32),
    number       TEXT    NOT NULL REFERENCES licenses (number),
    expires_at   INTEGER NOT NULL,
    redeemed_at  INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX download_links_by_expiry ON download_links (expires_at);
