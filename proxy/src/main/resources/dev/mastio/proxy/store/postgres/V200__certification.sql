-- Single values that all replicas share.
CREATE TABLE proxy_config (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- Private keys of the authorities, each in an envelope (or in the clear, in development).
CREATE TABLE pki_key_store (
    name       TEXT PRIMARY KEY,
    envelope   TEXT NOT NULL,
    created_at TEXT NOT NULL
);

-- Keys that sign tokens, or did. privkey_pem is in an envelope too, and empty once the key signs no more.
CREATE TABLE mastio_keys (
    kid           TEXT PRIMARY KEY,
    pubkey_pem    TEXT NOT NULL,
    privkey_pem   TEXT NOT NULL,
    cert_pem      TEXT NOT NULL,
    created_at    TEXT NOT NULL,
    activated_at  TEXT,
    deprecated_at TEXT,
    expires_at    TEXT NOT NULL
);

-- Intermediates that were replaced; chains through them are good until grace_until.
CREATE TABLE retired_intermediates (
    fingerprint TEXT PRIMARY KEY,
    cert_pem    TEXT NOT NULL,
    retired_at  TEXT NOT NULL,
    grace_until TEXT NOT NULL
);
