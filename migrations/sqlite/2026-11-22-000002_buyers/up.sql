CREATE TABLE buyers (
    id                   INTEGER PRIMARY KEY NOT NULL,
    revision             INTEGER NOT NULL,
    account_id           INTEGER REFERENCES accounts (id),
    status               TEXT NOT NULL,
    name                 TEXT NOT NULL,
    tax_id               TEXT,
    erp_company_contact  TEXT,
    erp_customer         TEXT,
    account_external_id  TEXT,
    line1                TEXT NOT NULL,
    line2                TEXT,
    post_code            TEXT NOT NULL,
    city                 TEXT NOT NULL,
    state                TEXT NOT NULL,
    country              TEXT NOT NULL,
    created_at           INTEGER,
    created_by           TEXT,
    updated_at           INTEGER,
    updated_by           TEXT,
    activated_at         INTEGER,
    activated_by         TEXT,
    unassigned_at        INTEGER,
    unassigned_by        TEXT,
    disabled_at          INTEGER,
    disabled_by          TEXT
) STRICT;
-- One company contact per non-deleted buyer (R43).
CREATE UNIQUE INDEX buyers_erp_company_contact ON buyers (erp_company_contact) WHERE status <> 'Deleted';
CREATE INDEX buyers_account_created ON buyers (account_id, created_at) WHERE status <> 'Deleted';
CREATE INDEX buyers_name ON buyers (name) WHERE status <> 'Deleted';
CREATE INDEX buyers_status ON buyers (status) WHERE status <> 'Deleted';
CREATE INDEX buyers_created ON buyers (created_at) WHERE status <> 'Deleted';

-- Whom to ask at a buyer; no row when there is nothing to say.
CREATE TABLE buyer_contacts (
    buyer_id      INTEGER PRIMARY KEY NOT NULL REFERENCES buyers (id) ON DELETE CASCADE,
    name          TEXT,
    first_name    TEXT,
    last_name     TEXT,
    email         TEXT,
    phone_prefix  TEXT,
    phone_number  TEXT,
    user_id       INTEGER REFERENCES users (id),
    kind          TEXT
) STRICT;

-- Sellers as they were sent, in their order; nothing of ours (R47).
CREATE TABLE buyer_sellers (
    buyer_id     INTEGER NOT NULL REFERENCES buyers (id) ON DELETE CASCADE,
    place        INTEGER NOT NULL,
    seller_id    INTEGER NOT NULL,
    name         TEXT,
    icon         TEXT,
    external_id  TEXT,
    PRIMARY KEY (buyer_id, place)
) STRICT, WITHOUT ROWID;

-- The groups that list a buyer (R35).
CREATE INDEX group_buyers_buyer ON group_buyers (buyer_id);
