-- Identifiers are numbers, moments are milliseconds since the Unix epoch, who did something is USR-… or TKN-…. Text
-- compares by code point. The tables and columns are those of the SQLite tree.

CREATE TABLE accounts (
    id                    BIGINT PRIMARY KEY,
    revision              BIGINT NOT NULL,
    kind                  TEXT COLLATE "C" NOT NULL,
    status                TEXT COLLATE "C" NOT NULL,
    status_before         TEXT COLLATE "C",
    name                  TEXT COLLATE "C" NOT NULL,
    parent_id             BIGINT REFERENCES accounts (id),
    slug                  TEXT COLLATE "C",
    external_id           TEXT COLLATE "C",
    external_name         TEXT COLLATE "C",
    service_level         TEXT COLLATE "C",
    eligibility_client    BOOLEAN,
    eligibility_partner   BOOLEAN,
    is_token_retrievable  BOOLEAN NOT NULL,
    created_at            BIGINT,
    created_by            TEXT COLLATE "C",
    updated_at            BIGINT,
    updated_by            TEXT COLLATE "C",
    activated_at          BIGINT,
    activated_by          TEXT COLLATE "C",
    deactivated_at        BIGINT,
    deactivated_by        TEXT COLLATE "C",
    disabled_at           BIGINT,
    disabled_by           TEXT COLLATE "C",
    enabled_at            BIGINT,
    enabled_by            TEXT COLLATE "C"
);
-- One external id per kind (R11); the account's slug stays taken when it is deleted (P-R33).
CREATE UNIQUE INDEX accounts_external_id ON accounts (external_id, kind) WHERE status <> 'Deleted';
CREATE UNIQUE INDEX accounts_slug ON accounts (coalesce(parent_id, 0), slug) WHERE slug IS NOT NULL;
CREATE INDEX accounts_name ON accounts (name, id) WHERE status <> 'Deleted';
CREATE INDEX accounts_kind ON accounts (kind, id) WHERE status <> 'Deleted';
CREATE INDEX accounts_status ON accounts (status, id) WHERE status <> 'Deleted';
CREATE INDEX accounts_parent ON accounts (parent_id, id);
CREATE INDEX accounts_created ON accounts (created_at, id) WHERE status <> 'Deleted';

-- What is seldom read of an account.
CREATE TABLE account_profiles (
    account_id               BIGINT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    line1                    TEXT COLLATE "C",
    line2                    TEXT COLLATE "C",
    post_code                TEXT COLLATE "C",
    city                     TEXT COLLATE "C",
    state                    TEXT COLLATE "C",
    country                  TEXT COLLATE "C",
    technical_support_email  TEXT COLLATE "C",
    website                  TEXT COLLATE "C",
    description              TEXT COLLATE "C",
    default_language_code    TEXT COLLATE "C"
);

CREATE TABLE users (
    id                  BIGINT PRIMARY KEY,
    revision            BIGINT NOT NULL,
    email               TEXT COLLATE "C" NOT NULL,
    is_email_verified   BOOLEAN NOT NULL,
    first_name          TEXT COLLATE "C" NOT NULL,
    last_name           TEXT COLLATE "C" NOT NULL,
    phone_prefix        TEXT COLLATE "C",
    phone_number        TEXT COLLATE "C",
    settings            TEXT COLLATE "C",
    password            TEXT COLLATE "C",
    life                TEXT COLLATE "C" NOT NULL,
    standing            TEXT COLLATE "C" NOT NULL,
    invited_until       BIGINT,
    activated_at        BIGINT,
    current_account_id  BIGINT REFERENCES accounts (id),
    last_login_at       BIGINT,
    created_at          BIGINT,
    created_by          TEXT COLLATE "C",
    updated_at          BIGINT,
    updated_by          TEXT COLLATE "C",
    login_at            BIGINT,
    login_by            TEXT COLLATE "C",
    blocked_at          BIGINT,
    blocked_by          TEXT COLLATE "C",
    unblocked_at        BIGINT,
    unblocked_by        TEXT COLLATE "C"
);
CREATE UNIQUE INDEX users_email ON users (email) WHERE life <> 'Deleted';
CREATE INDEX users_first_name ON users (first_name, id) WHERE life <> 'Deleted';
CREATE INDEX users_last_name ON users (last_name, id) WHERE life <> 'Deleted';
CREATE INDEX users_created ON users (created_at, id) WHERE life <> 'Deleted';

CREATE TABLE modules (
    id                   BIGINT PRIMARY KEY,
    revision             BIGINT NOT NULL,
    code                 TEXT COLLATE "C" NOT NULL,
    name                 TEXT COLLATE "C" NOT NULL,
    description          TEXT COLLATE "C",
    is_for_client        BOOLEAN NOT NULL,
    is_for_vendor        BOOLEAN NOT NULL,
    is_for_operations    BOOLEAN NOT NULL,
    is_shared_account    BOOLEAN NOT NULL,
    is_configurable      BOOLEAN NOT NULL,
    is_default           BOOLEAN NOT NULL,
    is_paid              BOOLEAN NOT NULL,
    is_obsolete          BOOLEAN NOT NULL,
    is_new               BOOLEAN NOT NULL,
    is_legacy            BOOLEAN NOT NULL,
    is_eligible_multi    BOOLEAN NOT NULL,
    is_eligible_single   BOOLEAN NOT NULL,
    has_buyer_filter     BOOLEAN NOT NULL,
    created_at           BIGINT,
    created_by           TEXT COLLATE "C",
    updated_at           BIGINT,
    updated_by           TEXT COLLATE "C"
);

CREATE TABLE groups (
    id                BIGINT PRIMARY KEY,
    revision          BIGINT NOT NULL,
    account_id        BIGINT NOT NULL REFERENCES accounts (id),
    kind              TEXT COLLATE "C" NOT NULL,
    name              TEXT COLLATE "C" NOT NULL,
    description       TEXT COLLATE "C",
    logo              TEXT COLLATE "C",
    is_buyer_limited  BOOLEAN NOT NULL,
    created_at        BIGINT,
    created_by        TEXT COLLATE "C",
    updated_at        BIGINT,
    updated_by        TEXT COLLATE "C"
);
-- Exactly one default group per account (R33).
CREATE UNIQUE INDEX groups_default ON groups (account_id) WHERE kind = 'Administrators';
CREATE INDEX groups_account_name ON groups (account_id, name, id);
CREATE INDEX groups_account_created ON groups (account_id, created_at, id);
CREATE INDEX groups_name ON groups (name, id);
CREATE INDEX groups_created ON groups (created_at, id);

-- Identifiers of groups that are gone: none is used again.
CREATE TABLE removed_groups (
    id  BIGINT PRIMARY KEY
);

CREATE TABLE group_modules (
    group_id   BIGINT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    module_id  BIGINT NOT NULL REFERENCES modules (id),
    PRIMARY KEY (group_id, module_id)
);

CREATE TABLE group_buyers (
    group_id  BIGINT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    buyer_id  BIGINT NOT NULL,
    PRIMARY KEY (group_id, buyer_id)
);

CREATE TABLE memberships (
    id                     BIGINT PRIMARY KEY,
    revision               BIGINT NOT NULL,
    user_id                BIGINT NOT NULL REFERENCES users (id),
    account_id             BIGINT NOT NULL REFERENCES accounts (id),
    kind                   TEXT COLLATE "C" NOT NULL,
    state                  TEXT COLLATE "C" NOT NULL,
    invited_until          BIGINT,
    invitation_code        BYTEA,
    resend_day_started_at  BIGINT,
    resend_last_at         BIGINT,
    resend_count           BIGINT NOT NULL,
    given_first_name       TEXT COLLATE "C" NOT NULL,
    given_last_name        TEXT COLLATE "C" NOT NULL,
    is_owner               BOOLEAN NOT NULL,
    is_favorite            BOOLEAN NOT NULL,
    created_at             BIGINT,
    created_by             TEXT COLLATE "C",
    updated_at             BIGINT,
    updated_by             TEXT COLLATE "C",
    invited_at             BIGINT,
    invited_by             TEXT COLLATE "C",
    joined_at              BIGINT,
    joined_by              TEXT COLLATE "C",
    access_at              BIGINT,
    access_by              TEXT COLLATE "C",
    login_at               BIGINT,
    login_by               TEXT COLLATE "C"
);
-- One non-deleted membership per person and account (R14).
CREATE UNIQUE INDEX memberships_pair ON memberships (account_id, user_id) WHERE state <> 'Deleted';
CREATE INDEX memberships_user ON memberships (user_id, id);
CREATE INDEX memberships_account_created ON memberships (account_id, created_at, id) WHERE state <> 'Deleted';
CREATE INDEX memberships_created ON memberships (created_at, id) WHERE state <> 'Deleted';

CREATE TABLE membership_groups (
    membership_id  BIGINT NOT NULL REFERENCES memberships (id) ON DELETE CASCADE,
    group_id       BIGINT NOT NULL REFERENCES groups (id),
    PRIMARY KEY (membership_id, group_id)
);
CREATE INDEX membership_groups_group ON membership_groups (group_id, membership_id);

CREATE TABLE api_tokens (
    id               BIGINT PRIMARY KEY,
    revision         BIGINT NOT NULL,
    account_id       BIGINT NOT NULL REFERENCES accounts (id),
    state            TEXT COLLATE "C" NOT NULL,
    name             TEXT COLLATE "C" NOT NULL,
    description      TEXT COLLATE "C",
    icon             TEXT COLLATE "C",
    digest           BYTEA NOT NULL,
    previous_digest  BYTEA,
    previous_until   BIGINT,
    sealed           BYTEA,
    is_retrievable   BOOLEAN NOT NULL,
    holder_id        BIGINT REFERENCES users (id),
    creator          TEXT COLLATE "C",
    expires_at       BIGINT,
    created_at       BIGINT,
    created_by       TEXT COLLATE "C",
    updated_at       BIGINT,
    updated_by       TEXT COLLATE "C",
    enabled_at       BIGINT,
    enabled_by       TEXT COLLATE "C",
    disabled_at      BIGINT,
    disabled_by      TEXT COLLATE "C",
    rotated_at       BIGINT,
    rotated_by       TEXT COLLATE "C"
);
CREATE INDEX api_tokens_account_created ON api_tokens (account_id, created_at, id);
CREATE INDEX api_tokens_created ON api_tokens (created_at, id) WHERE state <> 'Deleted';
CREATE INDEX api_tokens_holder ON api_tokens (holder_id, id);
CREATE INDEX api_tokens_digest ON api_tokens (digest);
CREATE INDEX api_tokens_previous_digest ON api_tokens (previous_digest) WHERE previous_digest IS NOT NULL;

CREATE TABLE api_token_modules (
    token_id   BIGINT NOT NULL REFERENCES api_tokens (id) ON DELETE CASCADE,
    module_id  BIGINT NOT NULL REFERENCES modules (id),
    PRIMARY KEY (token_id, module_id)
);

-- Last uses are no changes of a token, so they have a table of their own.
CREATE TABLE api_token_uses (
    token_id        BIGINT PRIMARY KEY REFERENCES api_tokens (id) ON DELETE CASCADE,
    last_access_at  BIGINT NOT NULL
);

-- Facts outlive what they are about: no foreign key leaves this table.
CREATE TABLE audit_records (
    sequence            BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    id                  BIGINT NOT NULL UNIQUE,
    event               TEXT COLLATE "C" NOT NULL,
    at                  BIGINT NOT NULL,
    object_kind         TEXT COLLATE "C" NOT NULL,
    object_id           TEXT COLLATE "C" NOT NULL,
    object_name         TEXT COLLATE "C" NOT NULL,
    object_revision     BIGINT NOT NULL,
    related             TEXT COLLATE "C",
    actor_id            TEXT COLLATE "C",
    actor_name          TEXT COLLATE "C" NOT NULL,
    actor_account_id    BIGINT,
    actor_account_name  TEXT COLLATE "C",
    actor_account_kind  TEXT COLLATE "C",
    ip                  TEXT COLLATE "C",
    user_agent          TEXT COLLATE "C",
    correlation_id      TEXT COLLATE "C",
    documents           TEXT COLLATE "C"
);
CREATE INDEX audit_records_at ON audit_records (at);
CREATE INDEX audit_records_object ON audit_records (object_id, at);
CREATE INDEX audit_records_actor ON audit_records (actor_id, at);

-- Which accounts may see a record; the moment is repeated so that an account's latest records are found by index.
CREATE TABLE audit_viewers (
    account_id  BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    record_id   BIGINT NOT NULL REFERENCES audit_records (id) ON DELETE CASCADE,
    PRIMARY KEY (account_id, at, record_id)
);
CREATE INDEX audit_viewers_record ON audit_viewers (record_id);

-- What a waiting mail is about may be gone when it is sent, so no foreign key holds it.
CREATE TABLE outbox (
    sequence       BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    kind           TEXT COLLATE "C" NOT NULL,
    membership_id  BIGINT,
    user_id        BIGINT,
    sealed_code    BYTEA,
    attempts       BIGINT NOT NULL,
    due_at         BIGINT NOT NULL
);

-- What other nodes must forget. A sequence number may become visible after a higher one, so readers go by the
-- transaction.
CREATE TABLE changes (
    sequence        BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    transaction_id  BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
    kind            TEXT COLLATE "C" NOT NULL,
    subject_id      BIGINT
);

-- Facts about the database itself, such as the fingerprint of the master key.
CREATE TABLE meta (
    key    TEXT COLLATE "C" PRIMARY KEY,
    value  TEXT COLLATE "C" NOT NULL
);
