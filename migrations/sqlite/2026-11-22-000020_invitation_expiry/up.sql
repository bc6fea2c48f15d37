-- Whether the audit trail says that the invitation expired.
ALTER TABLE memberships ADD COLUMN is_expiry_noted INTEGER NOT NULL DEFAULT 0;
CREATE INDEX memberships_unnoted ON memberships (invited_until) WHERE state = 'Invited' AND NOT is_expiry_noted;
