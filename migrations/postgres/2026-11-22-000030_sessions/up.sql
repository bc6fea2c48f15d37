-- Who is signed in. What ended is removed, and with a session everything that lives in it. A session at a device names
-- it without a foreign key: devices are rows of their own life.
CREATE TABLE sessions (
    id             BIGINT PRIMARY KEY,
    user_id        BIGINT NOT NULL REFERENCES users (id),
    parent_id      BIGINT REFERENCES sessions (id) ON DELETE CASCADE,
    device_id      BIGINT,
    account_id     BIGINT REFERENCES accounts (id),
    membership_id  BIGINT REFERENCES memberships (id),
    refresh        BYTEA,
    cookie         BYTEA,
    created_at     BIGINT NOT NULL,
    last_used_at   BIGINT NOT NULL,
    expires_at     BIGINT NOT NULL,
    ip             TEXT COLLATE "C",
    user_agent     TEXT COLLATE "C"
);
CREATE UNIQUE INDEX sessions_cookie ON sessions (cookie) WHERE cookie IS NOT NULL;
CREATE INDEX sessions_user ON sessions (user_id);
CREATE UNIQUE INDEX sessions_web ON sessions (parent_id, membership_id) WHERE parent_id IS NOT NULL;
CREATE INDEX sessions_device ON sessions (device_id) WHERE device_id IS NOT NULL;
CREATE INDEX sessions_account ON sessions (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX sessions_membership ON sessions (membership_id) WHERE membership_id IS NOT NULL;
CREATE INDEX sessions_expires ON sessions (expires_at);

-- Every refresh token of a session that lives, so that the second use of one is noticed (S-R5).
CREATE TABLE session_refreshes (
    refresh     BYTEA PRIMARY KEY,
    session_id  BIGINT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE
);
CREATE INDEX session_refreshes_session ON session_refreshes (session_id);
