DROP INDEX memberships_owner;
ALTER TABLE memberships DROP COLUMN given_phone_number;
ALTER TABLE memberships DROP COLUMN given_phone_prefix;
