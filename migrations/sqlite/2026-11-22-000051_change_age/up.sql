-- Nobody follows changes here; the column keeps the two schemas alike.
ALTER TABLE changes ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX changes_transaction ON changes (transaction_id);
