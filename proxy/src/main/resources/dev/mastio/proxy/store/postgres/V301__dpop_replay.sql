-- Proofs that were used: SHA-256 over the key's thumbprint and the jti. Kept for 300 seconds.
CREATE TABLE dpop_replay (
    proof BYTEA PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE INDEX dpop_replay_expiry ON dpop_replay (expires_at);
-- Rows live for minutes: freed space must come back at once, or the table grows to many times its content.
ALTER TABLE dpop_replay SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
