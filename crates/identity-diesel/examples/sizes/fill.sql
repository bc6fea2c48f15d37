-- Rows as they are in use, as many of each kind as asked for, for both databases. Ten people and ten of everything else to
-- an account. {rows} is how many, {series} counts them as n, {id} is a scattered number as identifiers are, {account} the
-- account of the row, {digest} are 32 bytes that nothing compresses. Nothing here holds a semicolon but ends of statements.

INSERT INTO modules (id, revision, code, name, is_for_client, is_for_vendor, is_for_operations, is_shared_account,
    is_configurable, is_default, is_paid, is_obsolete, is_new, is_legacy, is_eligible_multi, is_eligible_single,
    has_buyer_filter)
SELECT n, 1, 'module-' || n, 'Module ' || n, TRUE, FALSE, TRUE, FALSE, TRUE, FALSE, FALSE, FALSE, FALSE, FALSE, TRUE, TRUE,
    FALSE FROM {series} WHERE n <= 12;

INSERT INTO accounts (id, revision, kind, status, name, parent_id, slug, external_id, is_token_retrievable, created_at,
    created_by, updated_at, updated_by, activated_at, activated_by)
SELECT {id}, 3, CASE WHEN n % 20 = 0 THEN 'Vendor' ELSE 'Client' END, CASE WHEN n % 50 = 0 THEN 'Enabled' ELSE 'Active' END,
    'Company number ' || n, CASE WHEN n % 3 = 0 THEN {account} END, 'company-' || n, 'EXT-' || n, TRUE, 1790000000000 + n,
    'USR-1234-5678', 1790000000000 + n, 'USR-1234-5678', 1790000000000 + n, 'USR-1234-5678' FROM {series};

INSERT INTO account_profiles (account_id, line1, post_code, city, state, country, website)
SELECT {id}, n || ' High Street', '10115', 'Berlin', 'Berlin', 'DE', 'https://company' || n || '.example' FROM {series};

INSERT INTO users (id, revision, email, is_email_verified, first_name, last_name, phone_prefix, phone_number, password, life,
    standing, activated_at, current_account_id, last_login_at, created_at, created_by, updated_at, updated_by, login_at, login_by)
SELECT {id}, 4, 'person' || n || '@company' || (n % 1000) || '.example', TRUE, 'First' || (n % 5000), 'Lastname' || (n % 50000), '+49',
    '1701234567', '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$0123456789012345678901234567890123456789012',
    'Live', 'Active', 1790000000000 + n, {account}, 1790000000000 + n, 1790000000000 + n, 'USR-1234-5678', 1790000000000 + n,
    'USR-1234-5678', 1790000000000 + n, 'USR-1234-5678' FROM {series};

INSERT INTO groups (id, revision, account_id, kind, name, is_buyer_limited, created_at, created_by)
SELECT {id}, 1, {account}, CASE WHEN n <= {rows} / 10 THEN 'Administrators' ELSE 'Custom' END, 'Group ' || n, FALSE,
    1790000000000 + n, 'USR-1234-5678' FROM {series};

INSERT INTO group_modules (group_id, module_id) SELECT {id}, n % 12 + 1 FROM {series};

INSERT INTO memberships (id, revision, user_id, account_id, kind, state, resend_count, given_first_name, given_last_name, is_owner,
    is_favorite, created_at, created_by, invited_at, invited_by, joined_at, joined_by, login_at, login_by)
SELECT {id}, 2, {id}, {account}, 'Regular', 'Active', 0, 'First' || (n % 5000), 'Lastname' || (n % 50000), n <= {rows} / 10, FALSE,
    1790000000000 + n, 'USR-1234-5678', 1790000000000 + n, 'USR-1234-5678', 1790000000000 + n, 'USR-1234-5678',
    1790000000000 + n, 'USR-1234-5678' FROM {series};

INSERT INTO membership_groups (membership_id, group_id) SELECT {id}, {id} FROM {series};

INSERT INTO membership_profiles (membership_id, account_id, user_code, display_name)
SELECT {id}, {account}, 'CODE' || n, 'Till ' || n FROM {series};

INSERT INTO member_pins (membership_id, hash, is_own_by_web, is_void, set_at)
SELECT {id}, '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$0123456789012345678901234567890123456789012', TRUE, FALSE,
    1790000000000 + n FROM {series};

INSERT INTO api_tokens (id, revision, account_id, state, name, digest, is_retrievable, creator, created_at, created_by, tail)
SELECT {id}, 1, {account}, 'Active', 'Integration ' || n, {digest}, FALSE, 'USR-1234-5678', 1790000000000 + n, 'USR-1234-5678',
    'a1b2' FROM {series};

INSERT INTO api_token_modules (token_id, module_id) SELECT {id}, n % 12 + 1 FROM {series};

INSERT INTO api_token_uses (token_id, last_access_at) SELECT {id}, 1790000000000 + n FROM {series};

INSERT INTO sessions (id, user_id, account_id, membership_id, refresh, cookie, created_at, last_used_at, expires_at, ip, user_agent)
SELECT {id}, {id}, {account}, {id}, {digest}, {digest}, 1790000000000 + n, 1790000000000 + n, 1791000000000 + n, '203.0.113.7',
    'Mozilla/5.0 (X11, Linux x86_64, rv:140.0) Gecko/20100101 Firefox/140.0' FROM {series};

INSERT INTO session_refreshes (refresh, session_id) SELECT {digest}, {id} FROM {series};

INSERT INTO devices (id, revision, account_id, number, name, app, status, token, linked_at, created_at, modified_at)
SELECT {id}, 2, {account}, n, 'Till ' || n, 'till', 'LINKED', {digest}, 1790000000000 + n, 1790000000000 + n, 1790000000000 + n
FROM {series};

INSERT INTO device_uses (device_id, last_seen_at) SELECT {id}, 1790000000000 + n FROM {series};

INSERT INTO buyers (id, revision, account_id, status, name, erp_company_contact, line1, post_code, city, state, country,
    created_at, created_by)
SELECT {id}, 1, {account}, CASE n % 4 WHEN 0 THEN 'Unassigned' WHEN 1 THEN 'Enabled' WHEN 2 THEN 'Active' ELSE 'Disabled' END,
    'Buyer number ' || n, 'ERP-' || n, n || ' High Street', '10115', 'Berlin', 'Berlin', 'DE',
    1790000000000 + n, 'USR-1234-5678' FROM {series};

INSERT INTO group_buyers (group_id, buyer_id) SELECT {id}, {id} FROM {series};

INSERT INTO audit_records (id, event, at, object_kind, object_id, object_name, object_revision, actor_id, actor_name,
    actor_account_id, actor_account_name, actor_account_kind, ip, user_agent, correlation_id, documents)
SELECT {id}, 'platform.accounts.user.updated', 1790000000000 + n, 'User', 'USR-' || {id}, 'First Lastname' || n, 2, 'USR-1234-5678',
    'First Lastname', {account}, 'Company number 7', 'Client', '203.0.113.7',
    'Mozilla/5.0 (X11, Linux x86_64, rv:140.0) Gecko/20100101 Firefox/140.0', '0192a716-3048-7521-8abc-0123456789ef',
    '[{"firstName":"First","phone":"+49 1701234567"},{"firstName":"Fourth","phone":"+49 1701234568"}]' FROM {series};

INSERT INTO audit_viewers (account_id, at, record_id) SELECT {account}, 1790000000000 + n, {id} FROM {series};

INSERT INTO outbox (kind, membership_id, sealed_code, attempts, due_at)
SELECT 'invitation', {id}, {digest}, 0, 1790000000000 + n FROM {series};

INSERT INTO idempotency_records (key, body_digest, status, answer, expires_at)
SELECT {digest}, {digest}, 201, {digest}, 1790000000000 + n FROM {series};

INSERT INTO replays (token_id, sign, is_write, kept_until) SELECT {id}, {digest}, TRUE, 1790000000000 + n FROM {series};

INSERT INTO throttles (key, failures, since, free_at, expires_at)
SELECT {digest}, 3, 1790000000000 + n, 1790000000000 + n, 1790000000000 + n FROM {series};

INSERT INTO changes (kind, subject_id) SELECT 'Token', {id} FROM {series};
