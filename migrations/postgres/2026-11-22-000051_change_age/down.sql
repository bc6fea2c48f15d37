DROP INDEX changes_transaction;
ALTER TABLE changes DROP COLUMN at;
