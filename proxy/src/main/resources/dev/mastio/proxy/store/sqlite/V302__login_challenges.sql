-- Nonces handed out for a login, each good for one attempt of its agent.
CREATE TABLE login_challenges (
    nonce TEXT PRIMARY KEY,
    agent_id TEXT NOT NULL,
    expires_at INTEGER NOT NULL
);
CREATE INDEX login_challenges_expiry ON login_challenges (expires_at);
