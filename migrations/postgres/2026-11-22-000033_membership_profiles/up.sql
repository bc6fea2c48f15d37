-- What an account knows of a member beyond the Platform API. There is a row only if something differs from what it would
-- be anyway, and none once the membership is deleted, so that codes are free again (S-R33).
CREATE TABLE membership_profiles (
    membership_id  BIGINT PRIMARY KEY REFERENCES memberships (id) ON DELETE CASCADE,
    account_id     BIGINT NOT NULL REFERENCES accounts (id),
    user_code      TEXT COLLATE "C",
    external_id    TEXT COLLATE "C",
    display_name   TEXT COLLATE "C",
    first_name     TEXT COLLATE "C",
    last_name      TEXT COLLATE "C",
    email          TEXT COLLATE "C",
    mobile         TEXT COLLATE "C",
    language_code  TEXT COLLATE "C",
    default_store  TEXT COLLATE "C"
);
CREATE UNIQUE INDEX membership_profiles_user_code ON membership_profiles (account_id, user_code)
    WHERE user_code IS NOT NULL;
CREATE UNIQUE INDEX membership_profiles_external_id ON membership_profiles (account_id, external_id)
    WHERE external_id IS NOT NULL;

-- The stores that a member may enter; none means all (S-R32).
CREATE TABLE membership_stores (
    id             BIGINT PRIMARY KEY,
    membership_id  BIGINT NOT NULL REFERENCES memberships (id) ON DELETE CASCADE,
    store          TEXT COLLATE "C" NOT NULL,
    role           TEXT COLLATE "C" NOT NULL,
    created_at     BIGINT NOT NULL,
    modified_at    BIGINT NOT NULL
);
CREATE UNIQUE INDEX membership_stores_store ON membership_stores (membership_id, store);
