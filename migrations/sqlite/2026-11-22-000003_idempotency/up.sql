-- What was answered to requests that may be sent twice, for a day. Keys and bodies are keyed digests; answers hold no
-- secrets.
CREATE TABLE idempotency_records (
    key          BLOB PRIMARY KEY NOT NULL,
    body_digest  BLOB NOT NULL,
    status       INTEGER NOT NULL,
    place        TEXT,
    tag          TEXT,
    answer       BLOB NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX idempotency_records_expires_at ON idempotency_records (expires_at);
