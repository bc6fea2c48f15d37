-- Resets of passwords: the code that works, and how many mails the running hour saw.
CREATE TABLE password_resets (
    user_id        BIGINT PRIMARY KEY REFERENCES users (id),
    code           BYTEA,
    expires_at     BIGINT NOT NULL,
    hour_began_at  BIGINT NOT NULL,
    mails          BIGINT NOT NULL
);
CREATE INDEX password_resets_code ON password_resets (code) WHERE code IS NOT NULL;
CREATE INDEX password_resets_expires ON password_resets (expires_at);

-- Resets that were asked for and not answered yet; whether anybody has the e-mail is not looked at before.
CREATE TABLE reset_requests (
    email     TEXT COLLATE "C" PRIMARY KEY,
    asked_at  BIGINT NOT NULL
);
