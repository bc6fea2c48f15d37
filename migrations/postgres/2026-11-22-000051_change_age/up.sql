-- When a change was written down, by the database's clock, in milliseconds; old ones are removed.
ALTER TABLE changes ADD COLUMN at BIGINT NOT NULL DEFAULT ((extract(epoch FROM clock_timestamp()) * 1000)::bigint);
CREATE INDEX changes_transaction ON changes (transaction_id);
