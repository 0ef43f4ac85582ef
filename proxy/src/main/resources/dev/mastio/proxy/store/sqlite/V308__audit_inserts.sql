-- INSERT OR REPLACE deletes without asking the triggers that refuse deletions, so checkpoints and time stamps could be put in the place of others.
CREATE TRIGGER audit_checkpoints_once BEFORE INSERT ON audit_checkpoints
WHEN EXISTS (SELECT 1 FROM audit_checkpoints WHERE org_id = NEW.org_id AND chain_seq = NEW.chain_seq)
BEGIN SELECT RAISE(ABORT, 'audit_checkpoints is append-only'); END;

CREATE TRIGGER audit_anchors_once BEFORE INSERT ON audit_anchors
WHEN EXISTS (SELECT 1 FROM audit_anchors WHERE org_id = NEW.org_id AND chain_seq = NEW.chain_seq)
BEGIN SELECT RAISE(ABORT, 'audit_anchors is append-only'); END;
