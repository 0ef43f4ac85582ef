CREATE TABLE internal_agents (
    agent_id                         TEXT PRIMARY KEY,
    display_name                     TEXT NOT NULL,
    capabilities                     TEXT NOT NULL DEFAULT '[]',
    cert_pem                         TEXT,
    created_at                       TEXT NOT NULL,
    is_active                        INTEGER NOT NULL DEFAULT 1,
    device_info                      TEXT,
    dpop_jkt                         TEXT,
    enrollment_method                TEXT NOT NULL,
    spiffe_id                        TEXT,
    enrolled_at                      TEXT,
    reach                            TEXT NOT NULL DEFAULT 'both',
    federated                        INTEGER NOT NULL DEFAULT 0,
    federated_at                     TEXT,
    federation_revision              INTEGER NOT NULL DEFAULT 0,
    last_pushed_revision             INTEGER NOT NULL DEFAULT 0,
    last_attestation                 TEXT,
    revoked_at                       TEXT,
    revoked_reason                   TEXT,
    previous_cert_pem                TEXT,
    previous_dpop_jkt                TEXT,
    previous_grace_period_expires_at TEXT,
    principal_type                   TEXT NOT NULL DEFAULT 'agent'
);

-- pinned_key is the SHA-256 of the first key that was certified for the principal; only that one is, from then on.
CREATE TABLE local_user_principals (
    principal_id TEXT PRIMARY KEY,
    name         TEXT NOT NULL,
    display_name TEXT NOT NULL,
    reach        TEXT NOT NULL DEFAULT 'both',
    surface      TEXT,
    pinned_key   TEXT,
    pinned_at    TEXT,
    created_at   TEXT NOT NULL
);

CREATE TABLE local_workload_principals (
    principal_id TEXT PRIMARY KEY,
    name         TEXT NOT NULL,
    display_name TEXT NOT NULL,
    reach        TEXT NOT NULL DEFAULT 'both',
    image_digest TEXT,
    pinned_key   TEXT,
    pinned_at    TEXT,
    created_at   TEXT NOT NULL
);
