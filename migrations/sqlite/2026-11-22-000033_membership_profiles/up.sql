-- What an account knows of a member beyond the Platform API. There is a row only if something differs from what it would
-- be anyway, and none once the membership is deleted, so that codes are free again (S-R33).
CREATE TABLE membership_profiles (
    membership_id  INTEGER PRIMARY KEY NOT NULL REFERENCES memberships (id) ON DELETE CASCADE,
    account_id     INTEGER NOT NULL REFERENCES accounts (id),
    user_code      TEXT,
    external_id    TEXT,
    display_name   TEXT,
    first_name     TEXT,
    last_name      TEXT,
    email          TEXT,
    mobile         TEXT,
    language_code  TEXT,
    default_store  TEXT
) STRICT;
CREATE UNIQUE INDEX membership_profiles_user_code ON membership_profiles (account_id, user_code)
    WHERE user_code IS NOT NULL;
CREATE UNIQUE INDEX membership_profiles_external_id ON membership_profiles (account_id, external_id)
    WHERE external_id IS NOT NULL;

-- The stores that a member may enter; none means all (S-R32).
CREATE TABLE membership_stores (
    id             INTEGER PRIMARY KEY NOT NULL,
    membership_id  INTEGER NOT NULL REFERENCES memberships (id) ON DELETE CASCADE,
    store          TEXT NOT NULL,
    role           TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    modified_at    INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX membership_stores_store ON membership_stores (membership_id, store);
