-- Tokens with which programs act for users. Of each its SHA-256 is here, and its last four characters for people to know it by.
CREATE TABLE user_api_tokens (
    id              TEXT PRIMARY KEY,
    principal_id    TEXT NOT NULL,
    label           TEXT NOT NULL,
    token_hash      TEXT NOT NULL UNIQUE,
    token_last4     TEXT NOT NULL,
    scope_providers TEXT NOT NULL,
    scope_paths     TEXT NOT NULL,
    created_at      TEXT NOT NULL,
    created_by      TEXT,
    expires_at      TEXT,
    last_used_at    TEXT,
    last_used_ip    TEXT,
    revoked_at      TEXT,
    revoked_by      TEXT
);
