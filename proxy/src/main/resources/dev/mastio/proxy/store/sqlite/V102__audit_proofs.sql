-- Statements about rows of the chains, signed by the Mastio.
CREATE TABLE audit_checkpoints (
    org_id     TEXT NOT NULL,
    chain_seq  INTEGER NOT NULL,
    row_hash   TEXT NOT NULL,
    created_at TEXT NOT NULL,
    kid        TEXT NOT NULL,
    jwk        TEXT NOT NULL,
    jws        TEXT NOT NULL,
    PRIMARY KEY (org_id, chain_seq)
) STRICT, WITHOUT ROWID;

-- Time stamps of an authority elsewhere.
CREATE TABLE audit_anchors (
    org_id        TEXT NOT NULL,
    chain_seq     INTEGER NOT NULL,
    row_hash      TEXT NOT NULL,
    tsa_token_b64 TEXT NOT NULL,
    tsa_url       TEXT NOT NULL,
    created_at    TEXT NOT NULL,
    PRIMARY KEY (org_id, chain_seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER audit_checkpoints_no_update BEFORE UPDATE ON audit_checkpoints
BEGIN SELECT RAISE(ABORT, 'audit_checkpoints is append-only'); END;

CREATE TRIGGER audit_checkpoints_no_delete BEFORE DELETE ON audit_checkpoints
BEGIN SELECT RAISE(ABORT, 'audit_checkpoints is append-only'); END;

CREATE TRIGGER audit_anchors_no_update BEFORE UPDATE ON audit_anchors
BEGIN SELECT RAISE(ABORT, 'audit_anchors is append-only'); END;

CREATE TRIGGER audit_anchors_no_delete BEFORE DELETE ON audit_anchors
BEGIN SELECT RAISE(ABORT, 'audit_anchors is append-only'); END;
