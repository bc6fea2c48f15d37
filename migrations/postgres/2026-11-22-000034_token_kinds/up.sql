-- What a token is; of an integration token the membership whose rights it has, and the end of its value, by which people
-- tell tokens apart (S-R41).
ALTER TABLE api_tokens ADD COLUMN kind TEXT COLLATE "C" NOT NULL DEFAULT 'api';
ALTER TABLE api_tokens ADD COLUMN membership_id BIGINT;
ALTER TABLE api_tokens ADD COLUMN last4 TEXT COLLATE "C";
CREATE INDEX api_tokens_membership ON api_tokens (membership_id) WHERE membership_id IS NOT NULL;
