package dev.mastio.proxy.registry;

import java.time.Instant;
import java.util.Optional;

/** A user of acme whom agents act for. */
public final class TestUser {

    private TestUser() {}

    /** That one, who has not been certified yet. */
    public static Principal named(String name, String displayName, Instant createdAt) {
        return new Principal(
                PrincipalType.USER.id("acme", name),
                PrincipalType.USER,
                name,
                displayName,
                "both",
                Optional.empty(),
                Optional.empty(),
                true,
                createdAt);
    }
}
