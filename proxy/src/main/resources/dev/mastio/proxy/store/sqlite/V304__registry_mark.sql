-- Another value whenever an agent is added, changed or removed, in the same transaction: who has read agents under it need not read them again.
-- At random, so that a database that was restored has none that it had in a time which is gone.
CREATE TABLE registry_mark (
    id   INTEGER PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    mark TEXT NOT NULL
);
INSERT INTO registry_mark (id, mark) VALUES (1, hex(randomblob(16)));

-- INSERT OR REPLACE, too, is nothing but an insertion to triggers.
CREATE TRIGGER internal_agents_added AFTER INSERT ON internal_agents
BEGIN UPDATE registry_mark SET mark = hex(randomblob(16)); END;

CREATE TRIGGER internal_agents_changed AFTER UPDATE ON internal_agents
BEGIN UPDATE registry_mark SET mark = hex(randomblob(16)); END;

CREATE TRIGGER internal_agents_removed AFTER DELETE ON internal_agents
BEGIN UPDATE registry_mark SET mark = hex(randomblob(16)); END;
