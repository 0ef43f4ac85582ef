-- Proofs that were used: SHA-256 over the key's thumbprint and the jti. Kept for 300 seconds.
CREATE TABLE dpop_replay (
    proof BLOB PRIMARY KEY,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX dpop_replay_expiry ON dpop_replay (expires_at);
