-- What a token is, and the membership whose rights an integration token has (S-R41).
ALTER TABLE api_tokens ADD COLUMN kind TEXT NOT NULL DEFAULT 'api';
ALTER TABLE api_tokens ADD COLUMN membership_id INTEGER;
CREATE INDEX api_tokens_membership ON api_tokens (membership_id) WHERE membership_id IS NOT NULL;
