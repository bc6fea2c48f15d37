ALTER TABLE api_tokens DROP COLUMN audience;
ALTER TABLE api_tokens DROP COLUMN scopes;
ALTER TABLE api_tokens DROP COLUMN hmac_scope;
ALTER TABLE api_tokens RENAME COLUMN tail TO last4;
