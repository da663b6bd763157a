DROP TABLE seal_alerts;
ALTER TABLE jobs DROP COLUMN failed_at;
