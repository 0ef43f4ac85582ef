-- Requests of agents to be let in. An attestation nonce is used up by being here.
CREATE TABLE pending_enrollments (
    session_id              TEXT PRIMARY KEY,
    pubkey_pem              TEXT NOT NULL,
    pubkey_fingerprint      TEXT NOT NULL,
    requester_name          TEXT NOT NULL,
    requester_email         TEXT NOT NULL,
    reason                  TEXT,
    device_info             TEXT,
    dpop_jkt                TEXT,
    status                  TEXT NOT NULL DEFAULT 'pending',
    created_at              TEXT NOT NULL,
    expires_at              TEXT NOT NULL,
    decided_at              TEXT,
    decided_by              TEXT,
    agent_id_assigned       TEXT,
    capabilities_assigned   TEXT,
    groups_assigned         TEXT,
    cert_pem                TEXT,
    rejection_reason        TEXT,
    device_attestation_json TEXT,
    attestation_nonce_id    TEXT UNIQUE,
    principal_type          TEXT NOT NULL DEFAULT 'agent'
);

CREATE INDEX pending_enrollments_waiting ON pending_enrollments (status, expires_at);

-- Wrong secrets and passwords, counted for each client address since first_at.
CREATE TABLE login_failures (
    subject      TEXT PRIMARY KEY,
    failures     INTEGER NOT NULL,
    first_at     TEXT NOT NULL,
    locked_until TEXT
);
