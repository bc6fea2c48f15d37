-- Signed requests that were seen, so that none is taken twice.
CREATE TABLE replays (
    token_id    BIGINT  NOT NULL,
    sign        BYTEA   NOT NULL,
    is_write    BOOLEAN NOT NULL,
    kept_until  BIGINT  NOT NULL,
    PRIMARY KEY (token_id, sign)
);
CREATE INDEX replays_kept ON replays (kept_until);
