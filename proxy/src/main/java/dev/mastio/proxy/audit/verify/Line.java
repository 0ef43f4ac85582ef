package dev.mastio.proxy.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.audit.chain.HashFormat;
import dev.mastio.proxy.audit.chain.OrgRow;
import dev.mastio.proxy.audit.proof.Checkpoint;
import dev.mastio.proxy.wire.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A line of an exported file. */
sealed interface Line {

    /** A row of a chain. */
    record Entry(
            OrgRow row,
            HashFormat format,
            @Nullable String previousHash,
            String entryHash,
            @Nullable String peerRowHash)
            implements Line {}

    /** Someone else's word that a row existed. */
    record Anchor(String orgId, long seq, String rowHash, String token) implements Line {}

    /** The Mastio's signed word that a row existed. */
    record Signed(Checkpoint checkpoint, String jws) implements Line {}

    /** Which rows of a chain are to follow, and how they begin and end. */
    record Range(String orgId, long from, long to, @Nullable String previousHash, String rowHash) implements Line {}

    /** A public key that signed checkpoints. */
    record Key(String kid, JsonNode jwk) implements Line {}

    /** Something for others. */
    record Unknown() implements Line {}

    /**
     * Reads one.
     *
     * @throws IOException if it is no JSON object, or lacks what its kind needs
     */
    static Line read(String text) throws IOException {
        JsonNode line = Json.read(text);
        if (!line.isObject()) {
            throw new IOException("not a JSON object");
        }
        Fields fields = new Fields(line);
        return switch (line.path("kind").asText("entry")) {
            case "entry" -> entry(fields);
            case "anchor" ->
                new Anchor(
                        fields.text("org_id"),
                        fields.number("chain_seq"),
                        fields.text("row_hash"),
                        fields.text("tsa_token_b64"));
            case "checkpoint" ->
                new Signed(
                        new Checkpoint(
                                fields.text("org_id"),
                                fields.number("chain_seq"),
                                fields.text("row_hash"),
                                fields.text("created_at")),
                        fields.text("jws"));
            case "range" ->
                new Range(
                        fields.text("org_id"),
                        fields.number("from_seq"),
                        fields.number("to_seq"),
                        fields.optional("previous_hash"),
                        fields.text("row_hash"));
            case "key" -> new Key(fields.text("kid"), line.path("jwk"));
            default -> new Unknown();
        };
    }

    private static Entry entry(Fields fields) throws IOException {
        OrgRow row = new OrgRow(
                fields.number("id"),
                fields.optionalNumber("chain_seq"),
                fields.optionalOrEmpty("org_id"),
                fields.text("timestamp"),
                fields.text("event_type"),
                fields.optional("agent_id"),
                fields.optional("session_id"),
                fields.text("result"),
                fields.optional("details"),
                fields.optional("peer_org_id"),
                fields.optional("principal_type"));
        return new Entry(
                row,
                HashFormat.of(fields.optional("hash_format")),
                fields.optional("previous_hash"),
                fields.text("entry_hash"),
                fields.optional("peer_row_hash"));
    }

    /** The fields of a line, which must be of the right type: a verifier that guesses can be deceived. */
    record Fields(JsonNode line) {

        String text(String name) throws IOException {
            String value = optional(name);
            if (value == null) {
                throw new IOException("it lacks " + name);
            }
            return value;
        }

        @Nullable
        String optional(String name) throws IOException {
            JsonNode value = line.path(name);
            if (value.isMissingNode() || value.isNull()) {
                return null;
            }
            if (!value.isTextual()) {
                throw new IOException(name + " is not text");
            }
            return value.textValue();
        }

        String optionalOrEmpty(String name) throws IOException {
            String value = optional(name);
            return value == null ? "" : value;
        }

        long number(String name) throws IOException {
            Long value = optionalNumber(name);
            if (value == null) {
                throw new IOException("it lacks " + name);
            }
            return value;
        }

        @Nullable
        Long optionalNumber(String name) throws IOException {
            JsonNode value = line.path(name);
            if (value.isMissingNode() || value.isNull()) {
                return null;
            }
            if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                throw new IOException(name + " is not a whole number");
            }
            return value.longValue();
        }
    }
}
