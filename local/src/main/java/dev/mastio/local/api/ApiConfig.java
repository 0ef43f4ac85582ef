package dev.mastio.local.api;

import java.time.Duration;

/**
 * How an embedded API is set up.
 *
 * @param address where it listens; one of loopback
 * @param port 0 for any free port
 * @param serviceRange where Services get their addresses, a piece of loopback as {@code 127.96.0.0/16}
 * @param bookmarkEvery how often an idle watch hears of the present version
 */
public record ApiConfig(String address, int port, String serviceRange, Duration bookmarkEvery) {

    public static ApiConfig defaults() {
        return new ApiConfig("127.0.0.1", 0, "127.96.0.0/16", Duration.ofSeconds(30));
    }

    public ApiConfig withPort(int newPort) {
        return new ApiConfig(address, newPort, serviceRange, bookmarkEvery);
    }

    public ApiConfig withServiceRange(String range) {
        return new ApiConfig(address, port, range, bookmarkEvery);
    }

    public ApiConfig withBookmarkEvery(Duration interval) {
        return new ApiConfig(address, port, serviceRange, interval);
    }
}
