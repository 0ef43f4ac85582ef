-- Every action, in one chain. id and chain_seq are the same number, so that one index does.
CREATE TABLE audit_log (
    chain_seq            bigint PRIMARY KEY,
    id                   bigint GENERATED ALWAYS AS (chain_seq) STORED,
    timestamp            text NOT NULL,
    agent_id             text NOT NULL,
    action               text NOT NULL,
    tool_name            text,
    status               text NOT NULL,
    detail               text,
    request_id           text,
    duration_ms          double precision,
    prev_hash            text NOT NULL,
    row_hash             text NOT NULL,
    dpop_jkt             text,
    on_behalf_of_user_id text,
    device_attestation   text,
    effective_tier       text,
    hash_format          text NOT NULL,
    export_hash          text NOT NULL
);

-- What happens between agents, in one chain an organisation.
CREATE TABLE local_audit (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    timestamp     text NOT NULL,
    event_type    text NOT NULL,
    agent_id      text,
    session_id    text,
    org_id        text NOT NULL,
    details       text,
    result        text NOT NULL,
    entry_hash    text NOT NULL,
    previous_hash text,
    chain_seq     bigint NOT NULL,
    peer_org_id   text,
    peer_row_hash text,
    hash_format   text NOT NULL,
    UNIQUE (org_id, chain_seq)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$;

-- A statement that changes no row is refused too: a trigger for each statement costs inserts nothing.
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER local_audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON local_audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Also where ordinary triggers are off, as in a session that replays a replica.
ALTER TABLE audit_log ENABLE ALWAYS TRIGGER audit_log_append_only;
ALTER TABLE local_audit ENABLE ALWAYS TRIGGER local_audit_append_only;
