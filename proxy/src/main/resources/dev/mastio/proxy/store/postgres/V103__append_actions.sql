-- The next actions, by one statement: the lock that whoever extends a chain holds, a look at the last row, and the new ones, if that is the
-- row they are chained to. False if it is not, because somebody else has extended the chain: then nothing is written.
-- Each statement of the body sees what was committed before it began, so the look sees what the former holder of the lock has written. It
-- never reads all rows, as a plan would do that was made when there were few. The table is found as the proxy's other statements find it.
-- Processes of this version call it until the last of them has ended: a later one that has more to say makes another function.
CREATE FUNCTION append_actions(
    lock_key bigint, last_seq bigint, last_row_hash text, last_export_hash text,
    timestamps text[], agent_ids text[], actions text[], tool_names text[], statuses text[], details text[], request_ids text[],
    durations_ms double precision[], dpop_jkts text[], on_behalf_of_user_ids text[],
    prev_hashes text[], row_hashes text[], export_hashes text[]
) RETURNS boolean LANGUAGE plpgsql SET enable_seqscan = off AS $body$
BEGIN
    PERFORM pg_advisory_xact_lock(lock_key);
    IF (last_seq, last_row_hash, last_export_hash) IS DISTINCT FROM (
        SELECT (chain_seq, row_hash, export_hash) FROM audit_log ORDER BY chain_seq DESC LIMIT 1
    ) THEN
        RETURN false;
    END IF;
    INSERT INTO audit_log (chain_seq, timestamp, agent_id, action, tool_name, status, detail, request_id, duration_ms, dpop_jkt,
                           on_behalf_of_user_id, prev_hash, row_hash, export_hash, hash_format)
    SELECT last_seq + place, added.timestamp, agent_id, action, tool_name, status, detail, request_id, duration_ms, dpop_jkt,
           on_behalf_of_user_id, prev_hash, row_hash, export_hash, 'v2'
    FROM unnest(timestamps, agent_ids, actions, tool_names, statuses, details, request_ids, durations_ms, dpop_jkts,
                on_behalf_of_user_ids, prev_hashes, row_hashes, export_hashes)
         WITH ORDINALITY AS added (timestamp, agent_id, action, tool_name, status, detail, request_id, duration_ms, dpop_jkt,
                                   on_behalf_of_user_id, prev_hash, row_hash, export_hash, place);
    RETURN true;
END
$body$;
