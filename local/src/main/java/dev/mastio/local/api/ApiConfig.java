package dev.mastio.local.api;

import java.time.Duration;

/**
 * How an embedded API is set up.
 *
 * @param address where it listens; one of loopback
 * @param port 0 for any free port
 * @param bookmarkEvery how often an idle watch hears of the present version
 */
public record ApiConfig(String address, int port, Duration bookmarkEvery) {

    public static ApiConfig defaults() {
        return new ApiConfig("127.0.0.1", 0, Duration.ofSeconds(30));
    }

    public ApiConfig withPort(int newPort) {
        return new ApiConfig(address, newPort, bookmarkEvery);
    }

    public ApiConfig withBookmarkEvery(Duration interval) {
        return new ApiConfig(address, port, interval);
    }
}
