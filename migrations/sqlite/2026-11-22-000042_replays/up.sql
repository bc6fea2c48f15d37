-- Signed requests that were seen, so that none is taken twice.
CREATE TABLE replays (
    token_id    INTEGER NOT NULL,
    sign        BLOB    NOT NULL,
    is_write    INTEGER NOT NULL,
    kept_until  INTEGER NOT NULL,
    PRIMARY KEY (token_id, sign)
) STRICT, WITHOUT ROWID;
CREATE INDEX replays_kept ON replays (kept_until);
