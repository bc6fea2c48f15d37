CREATE TABLE buyers (
    id                   BIGINT PRIMARY KEY,
    revision             BIGINT NOT NULL,
    account_id           BIGINT REFERENCES accounts (id),
    status               TEXT COLLATE "C" NOT NULL,
    name                 TEXT COLLATE "C" NOT NULL,
    tax_id               TEXT COLLATE "C",
    erp_company_contact  TEXT COLLATE "C",
    erp_customer         TEXT COLLATE "C",
    account_external_id  TEXT COLLATE "C",
    line1                TEXT COLLATE "C" NOT NULL,
    line2                TEXT COLLATE "C",
    post_code            TEXT COLLATE "C" NOT NULL,
    city                 TEXT COLLATE "C" NOT NULL,
    state                TEXT COLLATE "C" NOT NULL,
    country              TEXT COLLATE "C" NOT NULL,
    created_at           BIGINT,
    created_by           TEXT COLLATE "C",
    updated_at           BIGINT,
    updated_by           TEXT COLLATE "C",
    activated_at         BIGINT,
    activated_by         TEXT COLLATE "C",
    unassigned_at        BIGINT,
    unassigned_by        TEXT COLLATE "C",
    disabled_at          BIGINT,
    disabled_by          TEXT COLLATE "C"
);
-- One company contact per non-deleted buyer (R43).
CREATE UNIQUE INDEX buyers_erp_company_contact ON buyers (erp_company_contact) WHERE status <> 'Deleted';
CREATE INDEX buyers_account_created ON buyers (account_id, created_at, id) WHERE status <> 'Deleted';
CREATE INDEX buyers_name ON buyers (name, id) WHERE status <> 'Deleted';
CREATE INDEX buyers_status ON buyers (status, id) WHERE status <> 'Deleted';
CREATE INDEX buyers_created ON buyers (created_at, id) WHERE status <> 'Deleted';

-- Whom to ask at a buyer; no row when there is nothing to say.
CREATE TABLE buyer_contacts (
    buyer_id      BIGINT PRIMARY KEY REFERENCES buyers (id) ON DELETE CASCADE,
    name          TEXT COLLATE "C",
    first_name    TEXT COLLATE "C",
    last_name     TEXT COLLATE "C",
    email         TEXT COLLATE "C",
    phone_prefix  TEXT COLLATE "C",
    phone_number  TEXT COLLATE "C",
    user_id       BIGINT REFERENCES users (id),
    kind          TEXT COLLATE "C"
);

-- Sellers as they were sent, in their order; nothing of ours (R47).
CREATE TABLE buyer_sellers (
    buyer_id     BIGINT NOT NULL REFERENCES buyers (id) ON DELETE CASCADE,
    place        BIGINT NOT NULL,
    seller_id    BIGINT NOT NULL,
    name         TEXT COLLATE "C",
    icon         TEXT COLLATE "C",
    external_id  TEXT COLLATE "C",
    PRIMARY KEY (buyer_id, place)
);

-- The groups that list a buyer (R35).
CREATE INDEX group_buyers_buyer ON group_buyers (buyer_id, group_id);
