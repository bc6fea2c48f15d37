-- Failures of what is guessed at, by a keyed digest of whom or what they are about.
CREATE TABLE throttles (
    key         BYTEA PRIMARY KEY,
    failures    BIGINT NOT NULL,
    since       BIGINT NOT NULL,
    free_at     BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL
);
CREATE INDEX throttles_expires ON throttles (expires_at);
