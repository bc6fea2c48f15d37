-- A tenant of another system that the account stands for, a UUID in lower case. The functions that queries call are
-- registered by the program.
ALTER TABLE account_profiles ADD COLUMN pyra_tenant_id TEXT;
