-- Another value whenever an agent is changed or removed, in the same transaction: who has read agents under it need not read them again.
-- At random, so that a database that was restored has none that it had in a time which is gone.
CREATE TABLE registry_mark (
    mark TEXT NOT NULL
);
INSERT INTO registry_mark (mark) VALUES (hex(randomblob(16)));

CREATE TRIGGER internal_agents_changed AFTER UPDATE ON internal_agents
BEGIN UPDATE registry_mark SET mark = hex(randomblob(16)); END;

CREATE TRIGGER internal_agents_removed AFTER DELETE ON internal_agents
BEGIN UPDATE registry_mark SET mark = hex(randomblob(16)); END;
