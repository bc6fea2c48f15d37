-- Failures of what is guessed at, by a keyed digest of whom or what they are about.
CREATE TABLE throttles (
    key         BLOB PRIMARY KEY NOT NULL,
    failures    INTEGER NOT NULL,
    since       INTEGER NOT NULL,
    free_at     INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX throttles_expires ON throttles (expires_at);
