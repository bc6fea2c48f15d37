-- Resets of passwords: the code that works, and how many mails the running hour saw.
CREATE TABLE password_resets (
    user_id        INTEGER PRIMARY KEY NOT NULL REFERENCES users (id),
    code           BLOB,
    expires_at     INTEGER NOT NULL,
    hour_began_at  INTEGER NOT NULL,
    mails          INTEGER NOT NULL
) STRICT;
CREATE INDEX password_resets_code ON password_resets (code) WHERE code IS NOT NULL;
CREATE INDEX password_resets_expires ON password_resets (expires_at);

-- Resets that were asked for and not answered yet; whether anybody has the e-mail is not looked at before.
CREATE TABLE reset_requests (
    email     TEXT PRIMARY KEY NOT NULL,
    asked_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
