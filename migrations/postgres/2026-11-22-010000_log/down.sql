DROP TABLE log_checkpoints;
DROP TABLE log_tiles;
DROP TABLE log_leaves;
DROP FUNCTION refuse_other_tile;
