DROP INDEX accounts_domains;
DROP INDEX accounts_named;
ALTER TABLE account_profiles DROP COLUMN plan_volume;
ALTER TABLE account_profiles DROP COLUMN plan_time;
ALTER TABLE account_profiles DROP COLUMN plan;
