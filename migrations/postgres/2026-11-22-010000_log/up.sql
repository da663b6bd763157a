-- The log that can be proved: a leaf for each event, in the order of event numbers; the tiles of the tree over them; the checkpoints that
-- were signed. Leaves, tiles and checkpoint of a batch are written by one transaction.

CREATE TABLE log_leaves (
    leaf_index BIGINT PRIMARY KEY NOT NULL,
    event_id BIGINT NOT NULL UNIQUE REFERENCES events (id),
    salt BYTEA NOT NULL CHECK (length(salt) = 32),
    entry BYTEA NOT NULL CHECK (length(entry) = 32)
);

-- A tile holds up to 256 hashes of 32 bytes; the last of each level grows until it is full.
CREATE TABLE log_tiles (
    level INTEGER NOT NULL,
    tile_index BIGINT NOT NULL,
    hashes BYTEA NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
    PRIMARY KEY (level, tile_index)
);

-- Numbered without a gap, so that one that is taken out is missed.
CREATE TABLE log_checkpoints (
    number BIGINT PRIMARY KEY NOT NULL,
    size BIGINT NOT NULL UNIQUE,
    note TEXT NOT NULL
);

CREATE FUNCTION refuse_other_tile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a tile only grows';
END
$$;

CREATE TRIGGER log_leaves_no_update BEFORE UPDATE ON log_leaves
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER log_leaves_no_delete BEFORE DELETE ON log_leaves
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER log_leaves_no_truncate BEFORE TRUNCATE ON log_leaves
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER log_tiles_only_grow BEFORE UPDATE ON log_tiles
    FOR EACH ROW
    WHEN (NEW.level <> OLD.level OR NEW.tile_index <> OLD.tile_index OR substring(NEW.hashes FROM 1 FOR length(OLD.hashes)) <> OLD.hashes)
    EXECUTE FUNCTION refuse_other_tile();

CREATE TRIGGER log_tiles_no_delete BEFORE DELETE ON log_tiles
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER log_tiles_no_truncate BEFORE TRUNCATE ON log_tiles
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER log_checkpoints_no_update BEFORE UPDATE ON log_checkpoints
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER log_checkpoints_no_delete BEFORE DELETE ON log_checkpoints
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER log_checkpoints_no_truncate BEFORE TRUNCATE ON log_checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
