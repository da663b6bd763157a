DROP TABLE watch_notes;
DROP TABLE incidents;
DROP TABLE domain_changes;
DROP TABLE watched_domains;
