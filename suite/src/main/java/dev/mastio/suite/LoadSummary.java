package dev.mastio.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a load came to.
 *
 * @param requests answered ones and failed ones
 * @param failed refused, broken off, answered wrongly or too late
 * @param unsent due, but the load program was too busy to send them
 * @param sentAgain answered in the end, after the connection of a first attempt was closed without an answer
 */
public record LoadSummary(long requests, long failed, long unsent, long sentAgain) {

    static LoadSummary read(Path summary) throws IOException {
        JsonNode metrics = new ObjectMapper().readTree(summary.toFile()).required("metrics");
        return new LoadSummary(
                metrics.required("http_reqs")
                        .required("values")
                        .required("count")
                        .asLong(),
                metrics.required("http_req_failed")
                        .required("values")
                        .required("passes")
                        .asLong(),
                metrics.path("dropped_iterations").path("values").path("count").asLong(0),
                metrics.required("http_reqs_sent_again")
                        .required("values")
                        .required("count")
                        .asLong());
    }
}
