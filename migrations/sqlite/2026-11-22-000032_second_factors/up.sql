-- What a person signs in with besides the password: the sealed secret of an authenticator app. It is asked for once it is
-- confirmed, and steps up to the last one are used up.
CREATE TABLE second_factors (
    user_id       INTEGER PRIMARY KEY NOT NULL REFERENCES users (id),
    sealed        BLOB NOT NULL,
    created_at    INTEGER NOT NULL,
    confirmed_at  INTEGER,
    last_step     INTEGER
) STRICT;

-- Recovery codes that were not used, as digests under the master key.
CREATE TABLE recovery_codes (
    user_id  INTEGER NOT NULL REFERENCES second_factors (user_id) ON DELETE CASCADE,
    code     BLOB NOT NULL,
    PRIMARY KEY (user_id, code)
) STRICT, WITHOUT ROWID;
