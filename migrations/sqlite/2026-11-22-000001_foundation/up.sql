-- Identifiers are numbers, moments are milliseconds since the Unix epoch, booleans are 0 and 1, who did something is
-- USR-… or TKN-…. The tables and columns are those of the PostgreSQL tree. Every index ends with the row's key anyway,
-- so none names it as the last tie-breaker.

CREATE TABLE accounts (
    id                    INTEGER PRIMARY KEY NOT NULL,
    revision              INTEGER NOT NULL,
    kind                  TEXT NOT NULL,
    status                TEXT NOT NULL,
    status_before         TEXT,
    name                  TEXT NOT NULL,
    parent_id             INTEGER REFERENCES accounts (id),
    slug                  TEXT,
    external_id           TEXT,
    external_name         TEXT,
    service_level         TEXT,
    eligibility_client    INTEGER,
    eligibility_partner   INTEGER,
    is_token_retrievable  INTEGER NOT NULL,
    created_at            INTEGER,
    created_by            TEXT,
    updated_at            INTEGER,
    updated_by            TEXT,
    activated_at          INTEGER,
    activated_by          TEXT,
    deactivated_at        INTEGER,
    deactivated_by        TEXT,
    disabled_at           INTEGER,
    disabled_by           TEXT,
    enabled_at            INTEGER,
    enabled_by            TEXT
) STRICT;
-- One external id per kind (R11); the account's slug stays taken when it is deleted (P-R33).
CREATE UNIQUE INDEX accounts_external_id ON accounts (external_id, kind) WHERE status <> 'Deleted';
CREATE UNIQUE INDEX accounts_slug ON accounts (coalesce(parent_id, 0), slug) WHERE slug IS NOT NULL;
CREATE INDEX accounts_name ON accounts (name) WHERE status <> 'Deleted';
CREATE INDEX accounts_kind ON accounts (kind) WHERE status <> 'Deleted';
CREATE INDEX accounts_status ON accounts (status) WHERE status <> 'Deleted';
CREATE INDEX accounts_parent ON accounts (parent_id);
CREATE INDEX accounts_created ON accounts (created_at) WHERE status <> 'Deleted';

-- What is seldom read of an account.
CREATE TABLE account_profiles (
    account_id               INTEGER PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    line1                    TEXT,
    line2                    TEXT,
    post_code                TEXT,
    city                     TEXT,
    state                    TEXT,
    country                  TEXT,
    technical_support_email  TEXT,
    website                  TEXT,
    description              TEXT,
    default_language_code    TEXT
) STRICT;

CREATE TABLE users (
    id                  INTEGER PRIMARY KEY NOT NULL,
    revision            INTEGER NOT NULL,
    email               TEXT NOT NULL,
    is_email_verified   INTEGER NOT NULL,
    first_name          TEXT NOT NULL,
    last_name           TEXT NOT NULL,
    phone_prefix        TEXT,
    phone_number        TEXT,
    settings            TEXT,
    password            TEXT,
    life                TEXT NOT NULL,
    standing            TEXT NOT NULL,
    invited_until       INTEGER,
    activated_at        INTEGER,
    current_account_id  INTEGER REFERENCES accounts (id),
    last_login_at       INTEGER,
    created_at          INTEGER,
    created_by          TEXT,
    updated_at          INTEGER,
    updated_by          TEXT,
    login_at            INTEGER,
    login_by            TEXT,
    blocked_at          INTEGER,
    blocked_by          TEXT,
    unblocked_at        INTEGER,
    unblocked_by        TEXT
) STRICT;
CREATE UNIQUE INDEX users_email ON users (email) WHERE life <> 'Deleted';
CREATE INDEX users_first_name ON users (first_name) WHERE life <> 'Deleted';
CREATE INDEX users_last_name ON users (last_name) WHERE life <> 'Deleted';
CREATE INDEX users_created ON users (created_at) WHERE life <> 'Deleted';

CREATE TABLE modules (
    id                   INTEGER PRIMARY KEY NOT NULL,
    revision             INTEGER NOT NULL,
    code                 TEXT NOT NULL,
    name                 TEXT NOT NULL,
    description          TEXT,
    is_for_client        INTEGER NOT NULL,
    is_for_vendor        INTEGER NOT NULL,
    is_for_operations    INTEGER NOT NULL,
    is_shared_account    INTEGER NOT NULL,
    is_configurable      INTEGER NOT NULL,
    is_default           INTEGER NOT NULL,
    is_paid              INTEGER NOT NULL,
    is_obsolete          INTEGER NOT NULL,
    is_new               INTEGER NOT NULL,
    is_legacy            INTEGER NOT NULL,
    is_eligible_multi    INTEGER NOT NULL,
    is_eligible_single   INTEGER NOT NULL,
    has_buyer_filter     INTEGER NOT NULL,
    created_at           INTEGER,
    created_by           TEXT,
    updated_at           INTEGER,
    updated_by           TEXT
) STRICT;

CREATE TABLE groups (
    id                INTEGER PRIMARY KEY NOT NULL,
    revision          INTEGER NOT NULL,
    account_id        INTEGER NOT NULL REFERENCES accounts (id),
    kind              TEXT NOT NULL,
    name              TEXT NOT NULL,
    description       TEXT,
    logo              TEXT,
    is_buyer_limited  INTEGER NOT NULL,
    created_at        INTEGER,
    created_by        TEXT,
    updated_at        INTEGER,
    updated_by        TEXT
) STRICT;
-- Exactly one default group per account (R33).
CREATE UNIQUE INDEX groups_default ON groups (account_id) WHERE kind = 'Administrators';
CREATE INDEX groups_account_name ON groups (account_id, name);
CREATE INDEX groups_account_created ON groups (account_id, created_at);
CREATE INDEX groups_name ON groups (name);
CREATE INDEX groups_created ON groups (created_at);

-- Identifiers of groups that are gone: none is used again.
CREATE TABLE removed_groups (
    id  INTEGER PRIMARY KEY NOT NULL
) STRICT;

CREATE TABLE group_modules (
    group_id   INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    module_id  INTEGER NOT NULL REFERENCES modules (id),
    PRIMARY KEY (group_id, module_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE group_buyers (
    group_id  INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    buyer_id  INTEGER NOT NULL,
    PRIMARY KEY (group_id, buyer_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE memberships (
    id                     INTEGER PRIMARY KEY NOT NULL,
    revision               INTEGER NOT NULL,
    user_id                INTEGER NOT NULL REFERENCES users (id),
    account_id             INTEGER NOT NULL REFERENCES accounts (id),
    kind                   TEXT NOT NULL,
    state                  TEXT NOT NULL,
    invited_until          INTEGER,
    invitation_code        BLOB,
    resend_day_started_at  INTEGER,
    resend_last_at         INTEGER,
    resend_count           INTEGER NOT NULL,
    given_first_name       TEXT NOT NULL,
    given_last_name        TEXT NOT NULL,
    is_owner               INTEGER NOT NULL,
    is_favorite            INTEGER NOT NULL,
    created_at             INTEGER,
    created_by             TEXT,
    updated_at             INTEGER,
    updated_by             TEXT,
    invited_at             INTEGER,
    invited_by             TEXT,
    joined_at              INTEGER,
    joined_by              TEXT,
    access_at              INTEGER,
    access_by              TEXT,
    login_at               INTEGER,
    login_by               TEXT
) STRICT;
-- One non-deleted membership per person and account (R14).
CREATE UNIQUE INDEX memberships_pair ON memberships (account_id, user_id) WHERE state <> 'Deleted';
CREATE INDEX memberships_user ON memberships (user_id);
CREATE INDEX memberships_account_created ON memberships (account_id, created_at) WHERE state <> 'Deleted';
CREATE INDEX memberships_created ON memberships (created_at) WHERE state <> 'Deleted';

CREATE TABLE membership_groups (
    membership_id  INTEGER NOT NULL REFERENCES memberships (id) ON DELETE CASCADE,
    group_id       INTEGER NOT NULL REFERENCES groups (id),
    PRIMARY KEY (membership_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_groups_group ON membership_groups (group_id);

CREATE TABLE api_tokens (
    id               INTEGER PRIMARY KEY NOT NULL,
    revision         INTEGER NOT NULL,
    account_id       INTEGER NOT NULL REFERENCES accounts (id),
    state            TEXT NOT NULL,
    name             TEXT NOT NULL,
    description      TEXT,
    icon             TEXT,
    digest           BLOB NOT NULL,
    previous_digest  BLOB,
    previous_until   INTEGER,
    sealed           BLOB,
    is_retrievable   INTEGER NOT NULL,
    holder_id        INTEGER REFERENCES users (id),
    creator          TEXT,
    expires_at       INTEGER,
    created_at       INTEGER,
    created_by       TEXT,
    updated_at       INTEGER,
    updated_by       TEXT,
    enabled_at       INTEGER,
    enabled_by       TEXT,
    disabled_at      INTEGER,
    disabled_by      TEXT,
    rotated_at       INTEGER,
    rotated_by       TEXT
) STRICT;
CREATE INDEX api_tokens_account_created ON api_tokens (account_id, created_at);
CREATE INDEX api_tokens_created ON api_tokens (created_at) WHERE state <> 'Deleted';
CREATE INDEX api_tokens_holder ON api_tokens (holder_id);
CREATE INDEX api_tokens_digest ON api_tokens (digest);
CREATE INDEX api_tokens_previous_digest ON api_tokens (previous_digest) WHERE previous_digest IS NOT NULL;

CREATE TABLE api_token_modules (
    token_id   INTEGER NOT NULL REFERENCES api_tokens (id) ON DELETE CASCADE,
    module_id  INTEGER NOT NULL REFERENCES modules (id),
    PRIMARY KEY (token_id, module_id)
) STRICT, WITHOUT ROWID;

-- Last uses are no changes of a token, so they have a table of their own.
CREATE TABLE api_token_uses (
    token_id        INTEGER PRIMARY KEY NOT NULL REFERENCES api_tokens (id) ON DELETE CASCADE,
    last_access_at  INTEGER NOT NULL
) STRICT;

-- Facts outlive what they are about: no foreign key leaves this table.
CREATE TABLE audit_records (
    sequence            INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    id                  INTEGER NOT NULL UNIQUE,
    event               TEXT NOT NULL,
    at                  INTEGER NOT NULL,
    object_kind         TEXT NOT NULL,
    object_id           TEXT NOT NULL,
    object_name         TEXT NOT NULL,
    object_revision     INTEGER NOT NULL,
    related             TEXT,
    actor_id            TEXT,
    actor_name          TEXT NOT NULL,
    actor_account_id    INTEGER,
    actor_account_name  TEXT,
    actor_account_kind  TEXT,
    ip                  TEXT,
    user_agent          TEXT,
    correlation_id      TEXT,
    documents           TEXT
) STRICT;
CREATE INDEX audit_records_at ON audit_records (at);
CREATE INDEX audit_records_object ON audit_records (object_id, at);
CREATE INDEX audit_records_actor ON audit_records (actor_id, at);

-- Which accounts may see a record; the moment is repeated so that an account's latest records are found by index.
CREATE TABLE audit_viewers (
    account_id  INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    record_id   INTEGER NOT NULL REFERENCES audit_records (id) ON DELETE CASCADE,
    PRIMARY KEY (account_id, at, record_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_viewers_record ON audit_viewers (record_id);

-- What a waiting mail is about may be gone when it is sent, so no foreign key holds it.
CREATE TABLE outbox (
    sequence       INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    kind           TEXT NOT NULL,
    membership_id  INTEGER,
    user_id        INTEGER,
    sealed_code    BLOB,
    attempts       INTEGER NOT NULL,
    due_at         INTEGER NOT NULL
) STRICT;

-- What other nodes must forget. One process owns an SQLite database, so nothing is ever written here.
CREATE TABLE changes (
    sequence        INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    transaction_id  INTEGER NOT NULL DEFAULT 0,
    kind            TEXT NOT NULL,
    subject_id      INTEGER
) STRICT;

-- Facts about the database itself, such as the fingerprint of the master key.
CREATE TABLE meta (
    key    TEXT PRIMARY KEY NOT NULL,
    value  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
