-- The domains that are watched: of an agreement by one of its signed versions, or of Kela's own half (no agreement).
CREATE TABLE watched_domains (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    agreement_id TEXT REFERENCES agreements (id),
    version INTEGER,
    domain TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    next_look_at TIMESTAMP NOT NULL,
    last_look_at TIMESTAMP,
    verified_at TIMESTAMP,
    -- Looks in a row that DNS left unanswered.
    failures INTEGER NOT NULL CHECK (failures >= 0),
    -- Which resolver is asked next: 0 is the first.
    turn INTEGER NOT NULL CHECK (turn >= 0),
    -- How it looked when all was well, and how it looked when its changes were last noted, as JSON.
    stable TEXT,
    noted TEXT,
    ended_at TIMESTAMP,
    revision INTEGER NOT NULL,
    CHECK ((agreement_id IS NULL) = (version IS NULL))
);
CREATE UNIQUE INDEX watched_once ON watched_domains (COALESCE(agreement_id, ''), domain);
CREATE INDEX watched_by_time ON watched_domains (next_look_at);

-- What changed between looks: never a row a look.
CREATE TABLE domain_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    watched_id BIGINT NOT NULL REFERENCES watched_domains (id),
    at TIMESTAMP NOT NULL,
    item TEXT NOT NULL,
    old_value TEXT NOT NULL,
    new_value TEXT NOT NULL,
    resolver TEXT NOT NULL
);
CREATE INDEX changes_of ON domain_changes (watched_id, id);

-- What has drifted. A suspicion becomes an incident when a second look confirms it.
CREATE TABLE incidents (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    watched_id BIGINT NOT NULL REFERENCES watched_domains (id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('suspected', 'open', 'healed', 'dropped')),
    suspected_at TIMESTAMP NOT NULL,
    -- The resolver that showed it first, and the one that confirmed it.
    suspected_by TEXT NOT NULL,
    opened_at TIMESTAMP,
    confirmed_by TEXT,
    -- The first look that did not show it any more, and through whom.
    good_at TIMESTAMP,
    good_by TEXT,
    ended_at TIMESTAMP,
    step INTEGER,
    evidence TEXT NOT NULL,
    -- Held back: opened among too many at once, and told to nobody yet.
    held BOOLEAN NOT NULL,
    acknowledged_at TIMESTAMP,
    acknowledged_by TEXT,
    silenced_until DATE,
    silenced_by TEXT,
    silence_reason TEXT,
    amendment TEXT REFERENCES requests (id),
    revision INTEGER NOT NULL,
    CHECK (state NOT IN ('open', 'healed') OR (opened_at IS NOT NULL AND confirmed_by IS NOT NULL)),
    CHECK (state <> 'suspected' OR opened_at IS NULL),
    CHECK ((state IN ('healed', 'dropped')) = (ended_at IS NOT NULL)),
    CHECK ((good_at IS NULL) = (good_by IS NULL)),
    CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL)),
    CHECK ((silenced_until IS NULL) = (silenced_by IS NULL) AND (silenced_until IS NULL) = (silence_reason IS NULL))
);
CREATE UNIQUE INDEX incidents_live ON incidents (watched_id, kind) WHERE state IN ('suspected', 'open');
CREATE INDEX incidents_by_state ON incidents (state, id);

-- What was told once: 'weekly/<week>' and 'held/<moment>'.
CREATE TABLE watch_notes (
    subject TEXT PRIMARY KEY NOT NULL,
    at TIMESTAMP NOT NULL
);

CREATE TRIGGER domain_changes_no_update BEFORE UPDATE ON domain_changes
BEGIN
    SELECT RAISE(ABORT, 'domain_changes is append-only');
END;

CREATE TRIGGER domain_changes_no_delete BEFORE DELETE ON domain_changes
BEGIN
    SELECT RAISE(ABORT, 'domain_changes is append-only');
END;

CREATE TRIGGER incidents_no_delete BEFORE DELETE ON incidents
BEGIN
    SELECT RAISE(ABORT, 'an incident stays');
END;
