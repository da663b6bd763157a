ALTER TABLE links DROP COLUMN next_path;
