-- Tills, kiosks and boxes. Removed ones stay, so that no identifier is used again.
CREATE TABLE devices (
    id                  INTEGER PRIMARY KEY NOT NULL,
    revision            INTEGER NOT NULL,
    account_id          INTEGER NOT NULL REFERENCES accounts (id),
    number              INTEGER NOT NULL,
    name                TEXT NOT NULL,
    app                 TEXT NOT NULL,
    status              TEXT NOT NULL,
    code                BLOB,
    code_expires_at     INTEGER,
    token               BLOB,
    linked_at           INTEGER,
    store_uid           TEXT,
    till_uid            TEXT,
    system_information  TEXT,
    created_at          INTEGER NOT NULL,
    modified_at         INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX devices_number ON devices (account_id, number) WHERE status <> 'REMOVED';
CREATE UNIQUE INDEX devices_code ON devices (code) WHERE code IS NOT NULL;
CREATE INDEX devices_code_expires ON devices (code_expires_at) WHERE code_expires_at IS NOT NULL;

-- Last uses are no changes of a device, so they have a table of their own.
CREATE TABLE device_uses (
    device_id     INTEGER PRIMARY KEY NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
    last_seen_at  INTEGER NOT NULL
) STRICT;
