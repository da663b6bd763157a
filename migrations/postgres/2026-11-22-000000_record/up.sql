-- The agreement as a record: versions of several kinds, signed by the party and sealed by Kela, with a document for each step.

ALTER TABLE agreement_versions ADD COLUMN kind TEXT NOT NULL DEFAULT 'first' CHECK (kind IN ('first', 'amendment', 'contacts', 'renewal', 'termination'));
ALTER TABLE agreement_versions ALTER COLUMN kind DROP DEFAULT;
ALTER TABLE agreement_versions ADD COLUMN request_id TEXT UNIQUE REFERENCES requests (id);
UPDATE agreement_versions SET request_id = (SELECT request_id FROM agreements WHERE agreements.id = agreement_versions.agreement_id);
ALTER TABLE agreement_versions ALTER COLUMN request_id SET NOT NULL;
ALTER TABLE agreement_versions DROP CONSTRAINT agreement_versions_state_check;
ALTER TABLE agreement_versions ADD CONSTRAINT agreement_versions_state_check
    CHECK (state IN ('preparing', 'awaiting_signature', 'signed', 'declined', 'lapsed'));
ALTER TABLE agreement_versions ADD COLUMN signing_order TEXT NOT NULL DEFAULT 'party_first' CHECK (signing_order IN ('party_first', 'kela_first'));
ALTER TABLE agreement_versions ALTER COLUMN signing_order DROP DEFAULT;
ALTER TABLE agreement_versions ADD COLUMN needs_signature BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE agreement_versions ALTER COLUMN needs_signature DROP DEFAULT;
ALTER TABLE agreement_versions ADD COLUMN remind_at TIMESTAMP;
ALTER TABLE agreement_versions ADD COLUMN lapses_at TIMESTAMP;
ALTER TABLE agreement_versions ADD COLUMN completed_at TIMESTAMP;
ALTER TABLE agreement_versions ADD COLUMN valid_from DATE;
ALTER TABLE agreement_versions ADD COLUMN valid_until DATE;
ALTER TABLE agreement_versions ADD CHECK ((state = 'signed') = (completed_at IS NOT NULL));
ALTER TABLE agreement_versions ADD CHECK ((state = 'signed') = (valid_from IS NOT NULL));
CREATE INDEX agreement_versions_by_state ON agreement_versions (state, remind_at, lapses_at);

-- The documents of a version, one of a kind, never changed. Each is the one before it with something added at its end: 'base' as made, 'party_signed'
-- as the party sent it back, 'sealed' with Kela's seal, 'upgraded' with the proofs that could not be had when it was sealed. 'evidence' is another
-- document: how the party signed in the service. 'mandate' is what a supplier's signatory showed.
ALTER TABLE documents ADD COLUMN kind TEXT NOT NULL DEFAULT 'base'
    CHECK (kind IN ('base', 'party_signed', 'sealed', 'upgraded', 'evidence', 'mandate'));
ALTER TABLE documents ALTER COLUMN kind DROP DEFAULT;
ALTER TABLE documents DROP CONSTRAINT documents_pkey;
ALTER TABLE documents ADD PRIMARY KEY (agreement_id, version, kind);
CREATE INDEX documents_by_digest ON documents (sha256);
CREATE TRIGGER documents_no_delete BEFORE DELETE ON documents FOR EACH ROW EXECUTE FUNCTION refuse_change();

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
CREATE TRIGGER signatures_no_update BEFORE UPDATE ON signatures FOR EACH ROW EXECUTE FUNCTION refuse_change();

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
ALTER TABLE jobs DROP CONSTRAINT jobs_kind_check;
ALTER TABLE jobs ADD CONSTRAINT jobs_kind_check
    CHECK (kind IN ('make_document', 'recheck_domains', 'seal_version', 'upgrade_seal', 'make_evidence'));
