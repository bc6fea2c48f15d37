-- What a person signs in with besides the password: the sealed secret of an authenticator app. It is asked for once it is
-- confirmed, and steps up to the last one are used up.
CREATE TABLE second_factors (
    user_id       BIGINT PRIMARY KEY REFERENCES users (id),
    sealed        BYTEA NOT NULL,
    created_at    BIGINT NOT NULL,
    confirmed_at  BIGINT,
    last_step     BIGINT
);

-- Recovery codes that were not used, as digests under the master key.
CREATE TABLE recovery_codes (
    user_id  BIGINT NOT NULL REFERENCES second_factors (user_id) ON DELETE CASCADE,
    code     BYTEA NOT NULL,
    PRIMARY KEY (user_id, code)
);
