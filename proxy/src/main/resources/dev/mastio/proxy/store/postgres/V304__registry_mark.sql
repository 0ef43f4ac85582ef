-- Another value whenever an agent is added, changed or removed, in the same transaction: who has read agents under it need not read them again.
-- At random, so that a database that was restored has none that it had in a time which is gone.
CREATE TABLE registry_mark (
    id   smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    mark text NOT NULL
);
INSERT INTO registry_mark (mark) VALUES (gen_random_uuid()::text);

-- The table of that name beside the agents, whatever the session's search path and temporary tables are.
CREATE FUNCTION mark_registry() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('UPDATE %I.registry_mark SET mark = gen_random_uuid()::text', TG_TABLE_SCHEMA);
    RETURN NULL;
END
$$;

-- Before: transactions that change several agents then wait for each other here, and never in a circle.
CREATE TRIGGER internal_agents_changed BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON internal_agents
    FOR EACH STATEMENT EXECUTE FUNCTION mark_registry();

-- Also where ordinary triggers are off, as in a session that replays a replica.
ALTER TABLE internal_agents ENABLE ALWAYS TRIGGER internal_agents_changed;
