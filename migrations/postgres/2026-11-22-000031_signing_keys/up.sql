-- Keys that sign the tokens of sessions. One signs: it has a private half, sealed, and no end. Those before it verify
-- until their end and have no private half any more.
CREATE TABLE signing_keys (
    id          TEXT COLLATE "C" PRIMARY KEY,
    public      BYTEA NOT NULL,
    sealed      BYTEA,
    created_at  BIGINT NOT NULL,
    retires_at  BIGINT
);
CREATE UNIQUE INDEX signing_keys_active ON signing_keys ((retires_at IS NULL)) WHERE retires_at IS NULL;
