-- Keys that sign the tokens of sessions. One signs: it has a private half, sealed, and no end. Those before it verify
-- until their end and have no private half any more.
CREATE TABLE signing_keys (
    id          TEXT PRIMARY KEY NOT NULL,
    public      BLOB NOT NULL,
    sealed      BLOB,
    created_at  INTEGER NOT NULL,
    retires_at  INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX signing_keys_active ON signing_keys ((retires_at IS NULL)) WHERE retires_at IS NULL;
