-- The one row that readiness writes, to learn whether the database still takes writes.
CREATE TABLE store_probe (
    id         INTEGER PRIMARY KEY,
    written_at TEXT NOT NULL
);
INSERT INTO store_probe (id, written_at) VALUES (1, CURRENT_TIMESTAMP);
