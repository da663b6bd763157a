-- The token by which an organisation proves that it controls a SIP domain, and how the proof stands. Whose it is: the request that the
-- agreement rests on (a request of its own until there is an agreement), the Y-tunnus given there, and the domain.
CREATE TABLE domain_claims (
    request_id TEXT NOT NULL REFERENCES requests (id),
    business_id TEXT NOT NULL,
    domain TEXT NOT NULL,
    token TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('never_proven', 'proven', 'lost')),
    -- When the state began; of one never proven, when the token was made.
    since TIMESTAMP NOT NULL,
    PRIMARY KEY (request_id, business_id, domain)
);
