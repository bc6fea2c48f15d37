-- An inviter may give a phone too; until the person has joined, it is shown in place of the person's own (P-R27).
ALTER TABLE memberships ADD COLUMN given_phone_prefix TEXT;
ALTER TABLE memberships ADD COLUMN given_phone_number TEXT;
-- An account has one owner at most (P-R19).
CREATE UNIQUE INDEX memberships_owner ON memberships (account_id) WHERE is_owner AND state <> 'Deleted';
