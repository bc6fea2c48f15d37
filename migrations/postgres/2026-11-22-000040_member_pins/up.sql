-- What members sign in with at devices. Hashes stay away from what lists read.
CREATE TABLE member_pins (
    membership_id    BIGINT PRIMARY KEY REFERENCES memberships (id) ON DELETE CASCADE,
    hash             TEXT COLLATE "C" NOT NULL,
    temporary_until  BIGINT,
    is_own_by_web    BOOLEAN NOT NULL,
    is_void          BOOLEAN NOT NULL,
    set_at           BIGINT NOT NULL
);
