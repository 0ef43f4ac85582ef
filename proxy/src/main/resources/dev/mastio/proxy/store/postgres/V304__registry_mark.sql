-- Another value whenever an agent is changed or removed, in the same transaction: who has read agents under it need not read them again.
-- At random, so that a database that was restored has none that it had in a time which is gone.
CREATE TABLE registry_mark (
    mark text NOT NULL
);
INSERT INTO registry_mark (mark) VALUES (gen_random_uuid()::text);

CREATE FUNCTION mark_registry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE registry_mark SET mark = gen_random_uuid()::text;
    RETURN NULL;
END
$$;

CREATE TRIGGER internal_agents_changed AFTER UPDATE OR DELETE OR TRUNCATE ON internal_agents
    FOR EACH STATEMENT EXECUTE FUNCTION mark_registry();

-- Also where ordinary triggers are off, as in a session that replays a replica.
ALTER TABLE internal_agents ENABLE ALWAYS TRIGGER internal_agents_changed;
