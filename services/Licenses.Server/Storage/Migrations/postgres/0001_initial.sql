-- Times are UTC microseconds since 1970. Personal data is in columns named sealed_*, found by *_hash.

CREATE VIEW clock AS SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS now_us;

-- What each request led to: a retry finds it here.
CREATE TABLE writes (
    actor_code  text   NOT NULL,
    request_id  text   NOT NULL,
    fingerprint bytea  NOT NULL CHECK (length(fingerprint) = 32),
    object_id   text   NOT NULL,
    written_at  bigint NOT NULL,
    PRIMARY KEY (actor_code, request_id)
);

CREATE TABLE licenses (
    row_id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number             text   NOT NULL UNIQUE,
    type_code          text   NOT NULL,
    holder_hash        bytea  NOT NULL CHECK (length(holder_hash) = 32),
    holder_name_masked text   NOT NULL,
    sealed_holder      bytea  NOT NULL,
    sealed_fields      bytea  NOT NULL,
    issued_at          bigint NOT NULL,
    valid_from         bigint NOT NULL,
    valid_until        bigint,
    state              text   NOT NULL CHECK (state IN ('Active', 'Suspended', 'Revoked', 'Superseded')),
    version            bigint NOT NULL CHECK (version >= 1),
    reason             text   NOT NULL,
    changed_at         bigint NOT NULL,
    document_size      bigint NOT NULL,
    document_sha256    bytea  NOT NULL CHECK (length(document_sha256) = 32)
);
CREATE INDEX licenses_by_holder ON licenses (holder_hash, row_id);
CREATE INDEX licenses_by_document ON licenses (document_sha256);

CREATE TABLE license_documents (
    number         text  NOT NULL PRIMARY KEY REFERENCES licenses (number),
    sealed_content bytea NOT NULL
);

-- Every state that a license ever had.
CREATE TABLE license_states (
    number     text   NOT NULL REFERENCES licenses (number),
    version    bigint NOT NULL,
    state      text   NOT NULL,
    reason     text   NOT NULL,
    changed_at bigint NOT NULL,
    actor_code text   NOT NULL,
    request_id text   NOT NULL,
    PRIMARY KEY (number, version)
);

-- Changes that the other nodes have yet to be told of.
CREATE TABLE outbox (
    row_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number     text   NOT NULL,
    version    bigint NOT NULL,
    created_at bigint NOT NULL
);

-- Append only, without gaps: the counter row is taken inside each transaction, as its last act.
CREATE TABLE audit_head (
    singleton  bigint NOT NULL PRIMARY KEY CHECK (singleton = 1),
    next_index bigint NOT NULL
);
INSERT INTO audit_head (singleton, next_index) VALUES (1, 0);

CREATE TABLE audit_leaf (
    leaf_index     bigint NOT NULL PRIMARY KEY,
    event          text   NOT NULL,
    object_id      text   NOT NULL,
    object_version bigint NOT NULL,
    actor_code     text   NOT NULL,
    at             bigint NOT NULL,
    payload_hash   bytea  NOT NULL,
    leaf_hash      bytea  NOT NULL CHECK (length(leaf_hash) = 32)
);
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append only', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER audit_leaf_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_leaf
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE facts (
    row_id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    record_id      text   NOT NULL UNIQUE,
    code           text   NOT NULL,
    subject_hash   bytea  NOT NULL CHECK (length(subject_hash) = 32),
    sealed_subject bytea  NOT NULL,
    department_key text   NOT NULL,
    holds          bigint NOT NULL CHECK (holds IN (0, 1)),
    as_of          bigint NOT NULL,
    not_after      bigint NOT NULL
);
CREATE INDEX facts_by_subject ON facts (subject_hash, code, as_of, row_id);

CREATE TABLE assistance_cases (
    row_id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    assistance_id  text   NOT NULL UNIQUE,
    department_key text   NOT NULL,
    item_code      text   NOT NULL,
    material_code  text   NOT NULL,
    case_number    text   NOT NULL,
    subject_hash   bytea  NOT NULL CHECK (length(subject_hash) = 32),
    sealed_subject bytea  NOT NULL,
    asked_at       bigint NOT NULL,
    answer         text   NOT NULL CHECK (answer IN ('None', 'Confirmed', 'Denied', 'CannotTell')),
    answered_at    bigint,
    UNIQUE (subject_hash, department_key, item_code, material_code, case_number)
);
CREATE INDEX assistance_cases_waiting ON assistance_cases (department_key, row_id) WHERE answer = 'None';

CREATE TABLE decisions (
    decision_id      text   NOT NULL PRIMARY KEY,
    center_code      text   NOT NULL,
    center_name      text   NOT NULL,
    applicant_hash   bytea  NOT NULL CHECK (length(applicant_hash) = 32),
    decided_at       bigint NOT NULL,
    sealed_report    bytea  NOT NULL,
    sealed_applicant bytea  NOT NULL
);

CREATE TABLE license_uses (
    row_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number       text   NOT NULL REFERENCES licenses (number),
    holder_hash  bytea  NOT NULL CHECK (length(holder_hash) = 32),
    decision_id  text   NOT NULL REFERENCES decisions (decision_id),
    used_at      bigint NOT NULL,
    organisation text   NOT NULL,
    item_code    text   NOT NULL,
    sealed_use   bytea  NOT NULL
);
CREATE INDEX license_uses_by_holder ON license_uses (holder_hash, row_id);

-- Each use of a seal. The sealed file is the input followed by the appended bytes, so only these are kept.
CREATE TABLE seal_records (
    record_id         text   NOT NULL PRIMARY KEY,
    organisation_code text   NOT NULL,
    input_sha256      bytea  NOT NULL CHECK (length(input_sha256) = 32),
    sealed_sha256     bytea  NOT NULL CHECK (length(sealed_sha256) = 32),
    field_name        text   NOT NULL,
    seals             bigint NOT NULL,
    sealed_at         bigint NOT NULL,
    sealed_appended   bytea  NOT NULL
);

CREATE TABLE download_links (
    token_sha256 bytea  NOT NULL PRIMARY KEY CHECK (length(token_sha256) = 32),
    number       text   NOT NULL REFERENCES licenses (number),
    expires_at   bigint NOT NULL,
    redeemed_at  bigint
);
CREATE INDEX download_links_by_expiry ON download_links (expires_at);
