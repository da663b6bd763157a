-- The ground. Times are UTC without a zone. Ids are UUIDs (version 7) as text unless they number something.

-- One row that a writing transaction touches first, so that SQLite takes the write lock before anything is read.
CREATE TABLE write_lock (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    turn BIGINT NOT NULL
);
INSERT INTO write_lock (id, turn) VALUES (1, 0);

-- What this database is for: 'service' or 'demo'.
CREATE TABLE installation (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    purpose TEXT NOT NULL CHECK (purpose IN ('service', 'demo')),
    created_at TIMESTAMP NOT NULL
);

-- Running numbers of a year: 'FP' for requests, 'KELA-FED' for agreements.
CREATE TABLE counters (
    series TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (series, year)
);

CREATE TABLE users (
    id TEXT PRIMARY KEY NOT NULL,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('administrator', 'reviewer', 'auditor')),
    position TEXT NOT NULL,
    authority TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('fi', 'sv', 'en')),
    password_hash TEXT,
    disabled_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    revision INTEGER NOT NULL
);

-- Someone signed in: a user of Kela, or the filer who used a link.
CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY NOT NULL,
    id TEXT NOT NULL UNIQUE,
    user_id TEXT REFERENCES users (id),
    filer_email TEXT,
    created_at TIMESTAMP NOT NULL,
    seen_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    CHECK ((user_id IS NULL) <> (filer_email IS NULL))
);
CREATE INDEX sessions_by_user ON sessions (user_id);

-- One-time links: to open drafts ('filer'), to set a password ('password').
CREATE TABLE links (
    token_hash TEXT PRIMARY KEY NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('filer', 'password', 'first_administrator')),
    email TEXT NOT NULL,
    request_id TEXT,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);

-- How often something was tried, by a hash of who tried it.
CREATE TABLE attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    key_hash TEXT NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX attempts_by_key ON attempts (kind, key_hash, at);

-- Who was told that their data is stored: a hash of the organisation and the address.
CREATE TABLE contact_notices (
    key_hash TEXT PRIMARY KEY NOT NULL,
    told_at TIMESTAMP NOT NULL
);

CREATE TABLE requests (
    id TEXT PRIMARY KEY NOT NULL,
    reference TEXT UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'changes_requested', 'approved', 'rejected', 'withdrawn')),
    holder_email TEXT NOT NULL,
    page_language TEXT NOT NULL CHECK (page_language IN ('fi', 'sv', 'en')),
    draft TEXT NOT NULL,
    reports TEXT NOT NULL,
    party_name TEXT NOT NULL,
    business_id TEXT,
    search_text TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('none', 'ok', 'warnings', 'errors', 'unverified')),
    errors INTEGER NOT NULL,
    departures INTEGER NOT NULL,
    reviewer_id TEXT REFERENCES users (id),
    message TEXT,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    filed_at TIMESTAMP,
    revision INTEGER NOT NULL,
    CHECK (state = 'draft' OR state = 'withdrawn' OR reference IS NOT NULL)
);
CREATE INDEX requests_by_state ON requests (state, filed_at);
CREATE INDEX requests_by_holder ON requests (holder_email);

-- What was filed, each time.
CREATE TABLE submissions (
    request_id TEXT NOT NULL REFERENCES requests (id),
    number INTEGER NOT NULL,
    filed_at TIMESTAMP NOT NULL,
    filed_by TEXT NOT NULL,
    filing TEXT NOT NULL,
    reports TEXT NOT NULL,
    PRIMARY KEY (request_id, number)
);

-- Versions of Kela's half of the form; the newest is in use.
CREATE TABLE kela_halves (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    draft TEXT NOT NULL,
    sheet TEXT NOT NULL,
    reports TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (id)
);

CREATE TABLE terms (
    language TEXT NOT NULL CHECK (language IN ('fi', 'sv', 'en')),
    version INTEGER NOT NULL,
    text TEXT NOT NULL,
    sample BOOLEAN NOT NULL,
    published_at TIMESTAMP NOT NULL,
    published_by TEXT NOT NULL REFERENCES users (id),
    PRIMARY KEY (language, version)
);

CREATE TABLE agreements (
    id TEXT PRIMARY KEY NOT NULL,
    number TEXT NOT NULL UNIQUE,
    request_id TEXT NOT NULL UNIQUE REFERENCES requests (id),
    business_id TEXT NOT NULL,
    party_name TEXT NOT NULL,
    search_text TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX agreements_by_business_id ON agreements (business_id);

CREATE TABLE agreement_versions (
    agreement_id TEXT NOT NULL REFERENCES agreements (id),
    version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('preparing', 'awaiting_signature')),
    language TEXT NOT NULL CHECK (language IN ('fi', 'sv', 'en')),
    content TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (agreement_id, version)
);

-- The SIP domains of the newest version of each agreement.
CREATE TABLE agreement_domains (
    agreement_id TEXT NOT NULL REFERENCES agreements (id),
    domain TEXT NOT NULL,
    PRIMARY KEY (agreement_id, domain)
);
CREATE INDEX agreement_domains_by_name ON agreement_domains (domain);

-- The finished documents: one a version, never changed.
CREATE TABLE documents (
    agreement_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    sha256 TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (agreement_id, version),
    FOREIGN KEY (agreement_id, version) REFERENCES agreement_versions (agreement_id, version)
);

-- What happened. Holds ids and codes; what is personal stands in event_contents and can be erased.
CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TIMESTAMP NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL CHECK (actor IN ('filer', 'staff', 'service')),
    actor_user_id TEXT,
    request_id TEXT,
    agreement_id TEXT,
    version INTEGER,
    subject TEXT,
    from_state TEXT,
    to_state TEXT,
    content_digest TEXT
);
CREATE INDEX events_by_request ON events (request_id);
CREATE INDEX events_by_agreement ON events (agreement_id);

-- The personal part of an event: its digest with the salt stands in the event.
CREATE TABLE event_contents (
    event_id BIGINT PRIMARY KEY NOT NULL REFERENCES events (id),
    salt TEXT NOT NULL,
    content TEXT NOT NULL
);

-- Outgoing mail. The row stays; recipient, subject and bytes stand in outbox_contents and can be erased.
CREATE TABLE outbox (
    id TEXT PRIMARY KEY NOT NULL,
    created_at TIMESTAMP NOT NULL,
    kind TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('fi', 'sv', 'en')),
    message_id TEXT NOT NULL UNIQUE,
    request_id TEXT,
    agreement_id TEXT,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'given_up')),
    attempts INTEGER NOT NULL,
    next_attempt_at TIMESTAMP NOT NULL,
    last_error TEXT,
    finished_at TIMESTAMP
);
CREATE INDEX outbox_by_state ON outbox (state, next_attempt_at);

CREATE TABLE outbox_contents (
    outbox_id TEXT PRIMARY KEY NOT NULL REFERENCES outbox (id),
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    bytes BLOB NOT NULL
);

-- Work that a transaction left to be done after it.
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('make_document', 'recheck_domains')),
    subject TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    run_at TIMESTAMP NOT NULL,
    attempts INTEGER NOT NULL,
    last_error TEXT,
    done_at TIMESTAMP
);
CREATE INDEX jobs_waiting ON jobs (done_at, run_at);

CREATE TRIGGER events_no_update BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'events is append-only');
END;

CREATE TRIGGER events_no_delete BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'events is append-only');
END;

CREATE TRIGGER event_contents_no_update BEFORE UPDATE ON event_contents
BEGIN
    SELECT RAISE(ABORT, 'event_contents is append-only');
END;

CREATE TRIGGER submissions_no_update BEFORE UPDATE ON submissions
BEGIN
    SELECT RAISE(ABORT, 'submissions is append-only');
END;

CREATE TRIGGER documents_no_update BEFORE UPDATE ON documents
BEGIN
    SELECT RAISE(ABORT, 'documents is append-only');
END;

CREATE TRIGGER outbox_no_delete BEFORE DELETE ON outbox
BEGIN
    SELECT RAISE(ABORT, 'outbox is append-only');
END;

CREATE TRIGGER outbox_keeps BEFORE UPDATE OF id, created_at, kind, language, message_id, request_id, agreement_id ON outbox
BEGIN
    SELECT RAISE(ABORT, 'an outbox row keeps what it was accepted with');
END;

CREATE TRIGGER outbox_contents_no_update BEFORE UPDATE ON outbox_contents
BEGIN
    SELECT RAISE(ABORT, 'outbox_contents is append-only');
END;
