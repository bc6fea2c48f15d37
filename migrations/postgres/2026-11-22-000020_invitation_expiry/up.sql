-- Whether the audit trail says that the invitation expired.
ALTER TABLE memberships ADD COLUMN is_expiry_noted BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX memberships_unnoted ON memberships (invited_until) WHERE state = 'Invited' AND NOT is_expiry_noted;
