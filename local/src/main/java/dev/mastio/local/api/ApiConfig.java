package dev.mastio.local.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How an embedded API is set up.
 *
 * @param address where it listens; one of loopback
 * @param port 0 for any free port
 * @param serviceRange where Services get their addresses, a piece of loopback as {@code 127.96.0.0/16}
 * @param dataDirectory where objects, certificate and token outlive a restart; empty to keep them in memory
 * @param bookmarkEvery how often an idle watch hears of the present version
 */
public record ApiConfig(
        String address, int port, String serviceRange, Optional<Path> dataDirectory, Duration bookmarkEvery) {

    public static ApiConfig defaults() {
        return new ApiConfig("127.0.0.1", 0, "127.96.0.0/16", Optional.empty(), Duration.ofSeconds(30));
    }

    public ApiConfig withPort(int newPort) {
        return new ApiConfig(address, newPort, serviceRange, dataDirectory, bookmarkEvery);
    }

    public ApiConfig withServiceRange(String range) {
        return new ApiConfig(address, port, range, dataDirectory, bookmarkEvery);
    }

    public ApiConfig withDataDirectory(Path directory) {
        return new ApiConfig(address, port, serviceRange, Optional.of(directory), bookmarkEvery);
    }

    public ApiConfig withBookmarkEvery(Duration interval) {
        return new ApiConfig(address, port, serviceRange, dataDirectory, interval);
    }
}
