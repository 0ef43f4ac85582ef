-- Every action, in one chain. id and chain_seq are the same number, so that one index does.
CREATE TABLE audit_log (
    chain_seq            INTEGER PRIMARY KEY,
    id                   INTEGER GENERATED ALWAYS AS (chain_seq) VIRTUAL,
    timestamp            TEXT NOT NULL,
    agent_id             TEXT NOT NULL,
    action               TEXT NOT NULL,
    tool_name            TEXT,
    status               TEXT NOT NULL,
    detail               TEXT,
    request_id           TEXT,
    duration_ms          REAL,
    prev_hash            TEXT NOT NULL,
    row_hash             TEXT NOT NULL,
    dpop_jkt             TEXT,
    on_behalf_of_user_id TEXT,
    device_attestation   TEXT,
    effective_tier       TEXT,
    hash_format          TEXT NOT NULL,
    export_hash          TEXT NOT NULL
) STRICT;

-- What happens between agents, in one chain an organisation.
CREATE TABLE local_audit (
    id            INTEGER PRIMARY KEY,
    timestamp     TEXT NOT NULL,
    event_type    TEXT NOT NULL,
    agent_id      TEXT,
    session_id    TEXT,
    org_id        TEXT NOT NULL,
    details       TEXT,
    result        TEXT NOT NULL,
    entry_hash    TEXT NOT NULL,
    previous_hash TEXT,
    chain_seq     INTEGER NOT NULL,
    peer_org_id   TEXT,
    peer_row_hash TEXT,
    hash_format   TEXT NOT NULL,
    UNIQUE (org_id, chain_seq)
) STRICT;

CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log
BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;

CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log
BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;

-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER audit_log_next BEFORE INSERT ON audit_log
WHEN NEW.chain_seq IS NOT (SELECT coalesce(max(chain_seq), 0) + 1 FROM audit_log)
BEGIN SELECT RAISE(ABORT, 'audit_log is append-only: only the next row may come'); END;

CREATE TRIGGER local_audit_no_update BEFORE UPDATE ON local_audit
BEGIN SELECT RAISE(ABORT, 'local_audit is append-only'); END;

CREATE TRIGGER local_audit_no_delete BEFORE DELETE ON local_audit
BEGIN SELECT RAISE(ABORT, 'local_audit is append-only'); END;

CREATE TRIGGER local_audit_next BEFORE INSERT ON local_audit
WHEN NEW.chain_seq IS NOT (SELECT coalesce(max(chain_seq), 0) + 1 FROM local_audit WHERE org_id = NEW.org_id)
  OR EXISTS (SELECT 1 FROM local_audit WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'local_audit is append-only: only the next row may come'); END;
