DROP INDEX memberships_unnoted;
ALTER TABLE memberships DROP COLUMN is_expiry_noted;
