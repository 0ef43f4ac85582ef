-- Proofs that were used, in the order of their use: what is written together lies together. Each commit used to change as many pages of the
-- index over their hashes as it used proofs. Which of them are here is looked up in memory, which is filled from here.
CREATE TABLE used_proofs (
    seq        INTEGER PRIMARY KEY,
    proof      BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
INSERT INTO used_proofs (proof, expires_at) SELECT proof, expires_at FROM dpop_replay ORDER BY rowid;
-- Gone, so that a version from before uses no proof up where this one does not look: it refuses them all.
DROP TABLE dpop_replay;
