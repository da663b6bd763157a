-- The agreement as a record: versions of several kinds, signed by the party and sealed by Kela, with a document for each step.

CREATE TABLE versions_before AS SELECT * FROM agreement_versions;
CREATE TABLE documents_before AS SELECT * FROM documents;
DROP TABLE documents;
DROP TABLE agreement_versions;

CREATE TABLE agreement_versions (
    agreement_id TEXT NOT NULL REFERENCES agreements (id),
    version INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('first', 'amendment', 'contacts', 'renewal', 'termination')),
    request_id TEXT NOT NULL UNIQUE REFERENCES requests (id),
    state TEXT NOT NULL CHECK (state IN ('preparing', 'awaiting_signature', 'signed', 'declined', 'lapsed')),
    language TEXT NOT NULL CHECK (language IN ('fi', 'sv', 'en')),
    content TEXT NOT NULL,
    signing_order TEXT NOT NULL CHECK (signing_order IN ('party_first', 'kela_first')),
    needs_signature BOOLEAN NOT NULL,
    remind_at TIMESTAMP,
    lapses_at TIMESTAMP,
    completed_at TIMESTAMP,
    valid_from DATE,
    valid_until DATE,
    created_at TIMESTAMP NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (agreement_id, version),
    CHECK ((state = 'signed') = (completed_at IS NOT NULL)),
    CHECK ((state = 'signed') = (valid_from IS NOT NULL))
);
CREATE INDEX agreement_versions_by_state ON agreement_versions (state, remind_at, lapses_at);

INSERT INTO agreement_versions
SELECT v.agreement_id, v.version, 'first', a.request_id, v.state, v.language, v.content, 'party_first', TRUE,
       NULL, NULL, NULL, NULL, NULL, v.created_at, v.revision
FROM versions_before v JOIN agreements a ON a.id = v.agreement_id;

-- The documents of a version, one of a kind, never changed. Each is the one before it with something added at its end: 'base' as made, 'party_signed'
-- as the party sent it back, 'sealed' with Kela's seal, 'upgraded' with the proofs that could not be had when it was sealed. 'evidence' is another
-- document: how the party signed in the service. 'mandate' is what a supplier's signatory showed.
CREATE TABLE documents (
    agreement_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('base', 'party_signed', 'sealed', 'upgraded', 'evidence', 'mandate')),
    bytes BLOB NOT NULL,
    sha256 TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (agreement_id, version, kind),
    FOREIGN KEY (agreement_id, version) REFERENCES agreement_versions (agreement_id, version)
);
CREATE INDEX documents_by_digest ON documents (sha256);

INSERT INTO documents SELECT agreement_id, version, 'base', bytes, sha256, created_at FROM documents_before;
DROP TABLE versions_before;
DROP TABLE documents_before;

CREATE TRIGGER documents_no_update BEFORE UPDATE ON documents
BEGIN
    SELECT RAISE(ABORT, 'documents is append-only');
END;

CREATE TRIGGER documents_no_delete BEFORE DELETE ON documents
BEGIN
    SELECT RAISE(ABORT, 'documents is append-only');
END;

-- How the party signed a version: in the service or with a certificate of its own. 'act' is JSON.
CREATE TABLE signatures (
    agreement_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    way TEXT NOT NULL CHECK (way IN ('service', 'certificate')),
    signed_at TIMESTAMP NOT NULL,
    sha256 TEXT NOT NULL,
    act TEXT NOT NULL,
    PRIMARY KEY (agreement_id, version),
    FOREIGN KEY (agreement_id, version) REFERENCES agreement_versions (agreement_id, version)
);

CREATE TRIGGER signatures_no_update BEFORE UPDATE ON signatures
BEGIN
    SELECT RAISE(ABORT, 'signatures is append-only');
END;

-- The code mailed to a signatory, hashed; a new one takes the place of the last.
CREATE TABLE signing_codes (
    agreement_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    code_hash TEXT NOT NULL,
    sent_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    tries INTEGER NOT NULL,
    PRIMARY KEY (agreement_id, version),
    FOREIGN KEY (agreement_id, version) REFERENCES agreement_versions (agreement_id, version)
);

-- What a request asks for, and of which agreement.
ALTER TABLE requests ADD COLUMN kind TEXT NOT NULL DEFAULT 'first' CHECK (kind IN ('first', 'amendment', 'contacts', 'renewal', 'termination'));
ALTER TABLE requests ADD COLUMN agreement_id TEXT REFERENCES agreements (id);
ALTER TABLE requests ADD COLUMN wished_from DATE;
CREATE INDEX requests_by_agreement ON requests (agreement_id);

-- Jobs of more kinds.
CREATE TABLE jobs_before AS SELECT * FROM jobs;
DROP TABLE jobs;
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('make_document', 'recheck_domains', 'seal_version', 'upgrade_seal', 'make_evidence')),
    subject TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    run_at TIMESTAMP NOT NULL,
    attempts INTEGER NOT NULL,
    last_error TEXT,
    done_at TIMESTAMP
);
CREATE INDEX jobs_waiting ON jobs (done_at, run_at);
INSERT INTO jobs SELECT * FROM jobs_before;
DROP TABLE jobs_before;
