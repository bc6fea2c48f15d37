DROP INDEX memberships_accepted_code;
DROP INDEX memberships_invitation_code;
ALTER TABLE memberships DROP COLUMN accepted_code;
