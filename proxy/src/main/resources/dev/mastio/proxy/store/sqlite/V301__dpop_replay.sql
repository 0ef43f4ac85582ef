-- Proofs that were used: SHA-256 over the key's thumbprint and the jti. Kept for 300 seconds.
CREATE TABLE dpop_replay (
    proof BLOB NOT NULL UNIQUE,
    expires_at INTEGER NOT NULL
);
