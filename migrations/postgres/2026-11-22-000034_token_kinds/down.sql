DROP INDEX api_tokens_membership;
ALTER TABLE api_tokens DROP COLUMN last4;
ALTER TABLE api_tokens DROP COLUMN membership_id;
ALTER TABLE api_tokens DROP COLUMN kind;
