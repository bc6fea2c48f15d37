-- What members sign in with at devices. Hashes stay away from what lists read.
CREATE TABLE member_pins (
    membership_id    INTEGER PRIMARY KEY NOT NULL REFERENCES memberships (id) ON DELETE CASCADE,
    hash             TEXT NOT NULL,
    temporary_until  INTEGER,
    is_own_by_web    INTEGER NOT NULL,
    is_void          INTEGER NOT NULL,
    set_at           INTEGER NOT NULL
) STRICT;
