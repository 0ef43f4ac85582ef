package dev.mastio.proxy.ingress;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What came of a call. */
sealed interface ToolOutcome {

    /** {@code status} of its audit row. */
    String status();

    /** {@code detail} of its audit row. */
    String detail();

    /** What the caller reads; null if all is well. */
    @Nullable
    String error();

    /** The reason that programs read; null if all is well. */
    @Nullable
    String reason();

    /** It was done. */
    record Success(JsonNode result) implements ToolOutcome {
        @Override
        public String status() {
            return "success";
        }

        @Override
        public String detail() {
            return "";
        }

        @Override
        public @Nullable String error() {
            return null;
        }

        @Override
        public @Nullable String reason() {
            return null;
        }
    }

    /** The caller may not. */
    record Denied(String error, String reason) implements ToolOutcome {
        @Override
        public String status() {
            return "denied";
        }

        @Override
        public String detail() {
            return error;
        }
    }

    /** It failed, or there is no such tool. */
    record Failed(String error, String reason, String detail) implements ToolOutcome {
        @Override
        public String status() {
            return "error";
        }
    }
}
