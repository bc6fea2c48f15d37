-- Tills, kiosks and boxes. Removed ones stay, so that no identifier is used again.
CREATE TABLE devices (
    id                  BIGINT PRIMARY KEY,
    revision            BIGINT NOT NULL,
    account_id          BIGINT NOT NULL REFERENCES accounts (id),
    number              BIGINT NOT NULL,
    name                TEXT COLLATE "C" NOT NULL,
    app                 TEXT COLLATE "C" NOT NULL,
    status              TEXT COLLATE "C" NOT NULL,
    code                BYTEA,
    code_expires_at     BIGINT,
    token               BYTEA,
    linked_at           BIGINT,
    store_uid           TEXT COLLATE "C",
    till_uid            TEXT COLLATE "C",
    system_information  TEXT COLLATE "C",
    created_at          BIGINT NOT NULL,
    modified_at         BIGINT NOT NULL
);
CREATE UNIQUE INDEX devices_number ON devices (account_id, number) WHERE status <> 'REMOVED';
CREATE UNIQUE INDEX devices_code ON devices (code) WHERE code IS NOT NULL;
CREATE INDEX devices_code_expires ON devices (code_expires_at) WHERE code_expires_at IS NOT NULL;

-- Last uses are no changes of a device, so they have a table of their own.
CREATE TABLE device_uses (
    device_id     BIGINT PRIMARY KEY REFERENCES devices (id) ON DELETE CASCADE,
    last_seen_at  BIGINT NOT NULL
);
