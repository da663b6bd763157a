-- When a job last failed, for those who look into it.
ALTER TABLE jobs ADD COLUMN failed_at TIMESTAMP;

-- What administrators were told about the seal, so that they are told once: 'expiry/<fingerprint of the certificate>/<days>' or
-- 'stopped/<why>/<day>'.
CREATE TABLE seal_alerts (
    subject TEXT PRIMARY KEY NOT NULL,
    sent_at TIMESTAMP NOT NULL
);
