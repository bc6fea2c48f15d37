-- What was answered to requests that may be sent twice, for a day. Keys and bodies are keyed digests; answers hold no
-- secrets.
CREATE TABLE idempotency_records (
    key          BYTEA PRIMARY KEY,
    body_digest  BYTEA NOT NULL,
    status       BIGINT NOT NULL,
    place        TEXT COLLATE "C",
    tag          TEXT COLLATE "C",
    answer       BYTEA NOT NULL,
    expires_at   BIGINT NOT NULL
);
CREATE INDEX idempotency_records_expires_at ON idempotency_records (expires_at);
