-- The one row that readiness writes, to learn whether the database still takes writes.
CREATE TABLE store_probe (
    id         integer PRIMARY KEY,
    written_at timestamptz NOT NULL
);
INSERT INTO store_probe (id, written_at) VALUES (1, now());
