-- Invitations are found by their code alone (S-R39); the one that was accepted is remembered, so that using it again is
-- told from a code that nobody ever had (S-R40).
ALTER TABLE memberships ADD COLUMN accepted_code BYTEA;
CREATE INDEX memberships_invitation_code ON memberships (invitation_code) WHERE invitation_code IS NOT NULL;
CREATE INDEX memberships_accepted_code ON memberships (accepted_code) WHERE accepted_code IS NOT NULL;
