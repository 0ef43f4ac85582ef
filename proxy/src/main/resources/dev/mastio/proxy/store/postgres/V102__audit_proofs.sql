-- Statements about rows of the chains, signed by the Mastio.
CREATE TABLE audit_checkpoints (
    org_id     text NOT NULL,
    chain_seq  bigint NOT NULL,
    row_hash   text NOT NULL,
    created_at text NOT NULL,
    kid        text NOT NULL,
    jwk        text NOT NULL,
    jws        text NOT NULL,
    PRIMARY KEY (org_id, chain_seq)
);

-- Time stamps of an authority elsewhere.
CREATE TABLE audit_anchors (
    org_id        text NOT NULL,
    chain_seq     bigint NOT NULL,
    row_hash      text NOT NULL,
    tsa_token_b64 text NOT NULL,
    tsa_url       text NOT NULL,
    created_at    text NOT NULL,
    PRIMARY KEY (org_id, chain_seq)
);

CREATE TRIGGER audit_checkpoints_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_anchors_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_anchors
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE audit_checkpoints ENABLE ALWAYS TRIGGER audit_checkpoints_append_only;
ALTER TABLE audit_anchors ENABLE ALWAYS TRIGGER audit_anchors_append_only;
