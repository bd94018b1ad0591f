-- The seals of the desk: where each is in its life. Each row follows one line of revisions.
CREATE TABLE seals (
    row_id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    seal_id           text   NOT NULL UNIQUE,
    organisation_code text   NOT NULL,
    state             text   NOT NULL CHECK (state IN ('Requested', 'Active', 'Frozen', 'Cancelled', 'Rejected')),
    version           bigint NOT NULL CHECK (version >= 0),
    drafts            bigint NOT NULL CHECK (drafts >= 1),
    revision          bigint NOT NULL CHECK (revision >= 1),
    changed_at        bigint NOT NULL,
    valid_from        bigint NOT NULL,
    valid_until       bigint NOT NULL,
    uses              bigint NOT NULL DEFAULT 0,
    sealed_pending    bytea
);
CREATE INDEX seals_by_organisation ON seals (organisation_code, row_id);
CREATE INDEX seals_waiting ON seals (row_id) WHERE sealed_pending IS NOT NULL;

-- What was asked for, and what was made of it: a draft that nobody approved has no seal.
CREATE TABLE seal_versions (
    seal_id      text   NOT NULL REFERENCES seals (seal_id),
    version      bigint NOT NULL CHECK (version >= 1),
    sealed_title bytea  NOT NULL,
    sealed_draft bytea  NOT NULL,
    sealed_made  bytea,
    made_sha256  bytea   UNIQUE CHECK (length(made_sha256) = 32),
    made_at      bigint,
    ended_at     bigint,
    PRIMARY KEY (seal_id, version)
);

-- Every step of each seal's life.
CREATE TABLE seal_events (
    seal_id      text   NOT NULL REFERENCES seals (seal_id),
    revision     bigint NOT NULL,
    event        text   NOT NULL,
    state        text   NOT NULL,
    version      bigint NOT NULL,
    at           bigint NOT NULL,
    actor_code   text   NOT NULL,
    sealed_actor bytea  NOT NULL,
    PRIMARY KEY (seal_id, revision)
);

-- Each use of a desk's seal; record_id is that of the sealing or the number of the license that was sealed.
CREATE TABLE seal_uses (
    row_id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    record_id        text   NOT NULL UNIQUE,
    seal_id          text   NOT NULL REFERENCES seals (seal_id),
    version          bigint NOT NULL,
    digest_algorithm text   NOT NULL,
    digest           bytea  NOT NULL,
    actor_code       text   NOT NULL,
    used_at          bigint NOT NULL,
    sealed_actor     bytea
);
CREATE INDEX seal_uses_by_seal ON seal_uses (seal_id, row_id);
CREATE INDEX seal_uses_by_digest ON seal_uses (digest);
