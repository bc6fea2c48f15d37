-- Every token has the end of its value, by which people tell tokens apart; keys have a scope; scopes and audience are as
-- they were sent, with blanks between them (P-R6, P-R10).
ALTER TABLE api_tokens RENAME COLUMN last4 TO tail;
ALTER TABLE api_tokens ADD COLUMN hmac_scope TEXT;
ALTER TABLE api_tokens ADD COLUMN scopes TEXT NOT NULL DEFAULT '';
ALTER TABLE api_tokens ADD COLUMN audience TEXT NOT NULL DEFAULT '';
