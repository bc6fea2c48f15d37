ALTER TABLE account_profiles DROP COLUMN pyra_tenant_id;
