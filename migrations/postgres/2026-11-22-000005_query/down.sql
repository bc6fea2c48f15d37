DROP FUNCTION json_each(text);
DROP FUNCTION identity_fold(text);
ALTER TABLE account_profiles DROP COLUMN pyra_tenant_id;
