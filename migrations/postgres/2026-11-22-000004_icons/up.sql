-- Pictures, apart from what they belong to, whose rows stay narrow. Owners are of several kinds, so no foreign key holds
-- them; the file is the last column, so that nothing else has to be read across it.
CREATE TABLE icons (
    owner_kind  TEXT COLLATE "C" NOT NULL,
    owner_id    BIGINT NOT NULL,
    kind        TEXT COLLATE "C" NOT NULL,
    hash        BYTEA NOT NULL,
    bytes       BYTEA NOT NULL,
    PRIMARY KEY (owner_kind, owner_id)
);
