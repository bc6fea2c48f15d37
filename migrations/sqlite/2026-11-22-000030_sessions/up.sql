-- Who is signed in. What ended is removed, and with a session everything that lives in it. A session at a device names
-- it without a foreign key: devices are rows of their own life.
CREATE TABLE sessions (
    id             INTEGER PRIMARY KEY NOT NULL,
    user_id        INTEGER NOT NULL REFERENCES users (id),
    parent_id      INTEGER REFERENCES sessions (id) ON DELETE CASCADE,
    device_id      INTEGER,
    account_id     INTEGER REFERENCES accounts (id),
    membership_id  INTEGER REFERENCES memberships (id),
    refresh        BLOB,
    cookie         BLOB,
    created_at     INTEGER NOT NULL,
    last_used_at   INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL,
    ip             TEXT,
    user_agent     TEXT
) STRICT;
CREATE UNIQUE INDEX sessions_cookie ON sessions (cookie) WHERE cookie IS NOT NULL;
CREATE INDEX sessions_user ON sessions (user_id);
CREATE UNIQUE INDEX sessions_web ON sessions (parent_id, membership_id) WHERE parent_id IS NOT NULL;
CREATE INDEX sessions_device ON sessions (device_id) WHERE device_id IS NOT NULL;
CREATE INDEX sessions_account ON sessions (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX sessions_membership ON sessions (membership_id) WHERE membership_id IS NOT NULL;
CREATE INDEX sessions_expires ON sessions (expires_at);

-- Every refresh token of a session that lives, so that the second use of one is noticed (S-R5).
CREATE TABLE session_refreshes (
    refresh     BLOB PRIMARY KEY NOT NULL,
    session_id  INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX session_refreshes_session ON session_refreshes (session_id);
