-- Only in SQLite: here many processes use proofs up, and the database alone can tell which were.
SELECT 1;
