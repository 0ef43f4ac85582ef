package dev.mastio.proxy.config;

/** A value that is never shown: records end up in log lines. */
public record Secret(String value) {

    /** How many characters. */
    int length() {
        return value.length();
    }

    @Override
    public String toString() {
        return "***";
    }
}
