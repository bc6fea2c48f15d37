-- What was ordered with a domain (provisioning.md §3.4).
ALTER TABLE account_profiles ADD COLUMN plan TEXT;
ALTER TABLE account_profiles ADD COLUMN plan_time INTEGER;
ALTER TABLE account_profiles ADD COLUMN plan_volume INTEGER;

-- Accounts by their names, and those without one; domains by full name, as far as the account itself tells it: the
-- parent's slug decides among those of one slug.
CREATE INDEX accounts_named ON accounts (slug, parent_id);
CREATE INDEX accounts_domains ON accounts ((CASE WHEN parent_id IS NULL THEN slug ELSE slug || '@' END))
    WHERE status <> 'Deleted' AND kind <> 'Operations';
