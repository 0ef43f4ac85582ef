-- What all replicas must share. The nonce key opens nothing: it only says which nonces are ours.
CREATE TABLE auth_secrets (
    name TEXT PRIMARY KEY,
    secret BLOB NOT NULL
);
