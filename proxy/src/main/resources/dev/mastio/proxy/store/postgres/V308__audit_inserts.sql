-- Only the next rows of a chain may come, as in SQLite: one with a number far ahead would leave a gap in every export from then on.
-- Once for a statement and all rows that it adds: no gap among them, and the row before the first of them there.
-- That row is looked for in the table of this schema, whatever the session's search path and temporary tables are, and never by reading all of
-- them, as a plan would do that was made when there were few.

-- Whoever inserts waits behind us while we wait for a VACUUM, say, and gives up after two seconds. If this takes too long it is tried again.
SET LOCAL lock_timeout = '500ms';

DO $migration$
BEGIN
    EXECUTE format($create$
        CREATE FUNCTION refuse_gap_of_actions() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $body$
        BEGIN
            IF EXISTS (
                SELECT FROM (SELECT min(chain_seq) AS lowest, max(chain_seq) AS highest, count(*) AS added FROM rows_added) a
                WHERE highest - lowest + 1 <> added
                   OR (lowest <> 1 AND (SELECT b.chain_seq FROM %1$I.audit_log b WHERE b.chain_seq = a.lowest - 1) IS NULL)
            ) THEN
                RAISE EXCEPTION 'audit_log is append-only: only the next row may come';
            END IF;
            RETURN NULL;
        END
        $body$;

        CREATE FUNCTION refuse_gap_of_events() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $body$
        BEGIN
            IF EXISTS (
                SELECT FROM (
                    SELECT org_id, min(chain_seq) AS lowest, max(chain_seq) AS highest, count(*) AS added
                    FROM rows_added GROUP BY org_id
                ) a
                WHERE highest - lowest + 1 <> added
                   OR (lowest <> 1 AND (SELECT b.chain_seq FROM %1$I.local_audit b
                                        WHERE b.org_id = a.org_id AND b.chain_seq = a.lowest - 1) IS NULL)
            ) THEN
                RAISE EXCEPTION 'local_audit is append-only: only the next row may come';
            END IF;
            RETURN NULL;
        END
        $body$;
    $create$, current_schema());
END
$migration$;

CREATE TRIGGER audit_log_next AFTER INSERT ON audit_log REFERENCING NEW TABLE AS rows_added
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_gap_of_actions();
CREATE TRIGGER local_audit_next AFTER INSERT ON local_audit REFERENCING NEW TABLE AS rows_added
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_gap_of_events();

-- Also where ordinary triggers are off, as in a session that replays a replica.
ALTER TABLE audit_log ENABLE ALWAYS TRIGGER audit_log_next;
ALTER TABLE local_audit ENABLE ALWAYS TRIGGER local_audit_next;
