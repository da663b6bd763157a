-- Who signs in place of the signatory that a version names; the last one counts. 'signatory' is JSON. Never changed.
CREATE TABLE signatories (
    agreement_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    number INTEGER NOT NULL,
    signatory TEXT NOT NULL,
    named_at TIMESTAMP NOT NULL,
    PRIMARY KEY (agreement_id, version, number),
    FOREIGN KEY (agreement_id, version) REFERENCES agreement_versions (agreement_id, version)
);
CREATE TRIGGER signatories_no_update BEFORE UPDATE ON signatories
BEGIN
    SELECT RAISE(ABORT, 'signatories is append-only');
END;
CREATE TRIGGER signatories_no_delete BEFORE DELETE ON signatories
BEGIN
    SELECT RAISE(ABORT, 'signatories is append-only');
END;

-- Mandates shown in place of the first, which is among the documents; the last one counts. Never changed.
CREATE TABLE later_mandates (
    agreement_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    number INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    sha256 TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (agreement_id, version, number),
    FOREIGN KEY (agreement_id, version) REFERENCES agreement_versions (agreement_id, version)
);
CREATE TRIGGER later_mandates_no_update BEFORE UPDATE ON later_mandates
BEGIN
    SELECT RAISE(ABORT, 'later_mandates is append-only');
END;
CREATE TRIGGER later_mandates_no_delete BEFORE DELETE ON later_mandates
BEGIN
    SELECT RAISE(ABORT, 'later_mandates is append-only');
END;
