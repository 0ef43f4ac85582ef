package dev.mastio.operator.config;

import ch.qos.logback.classic.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Every setting there is. The reference page is made from this table. */
final class Settings {

    static final String PREFIX = "MASTIO_OPERATOR_";

    static final Setting<Set<String>> WATCH_NAMESPACES = new Setting<>(
            PREFIX + "WATCH_NAMESPACES",
            "a comma-separated list of namespaces",
            "",
            "Namespaces whose instances are served, comma-separated. Empty: all.",
            Settings::namespaces);

    static final Setting<String> PROXY_IMAGE = new Setting<>(
            PREFIX + "PROXY_IMAGE",
            "an image without tag",
            "ghcr.io/mastio/proxy",
            "Image of the proxy for instances that name none, without tag.",
            Settings::image);

    static final Setting<String> SOAK_IMAGE = new Setting<>(
            PREFIX + "SOAK_IMAGE",
            "an image without tag",
            "ghcr.io/mastio/benchmarks",
            "Image of the load program that soak Jobs run, without tag.",
            Settings::image);

    static final Setting<String> IMAGE_TAG = new Setting<>(
            PREFIX + "IMAGE_TAG",
            "a tag of letters, digits, '.', '_' and '-'",
            "0.1.0",
            "Tag of both images for instances that name no version.",
            text -> matching("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}", text));

    static final Setting<String> HOST = new Setting<>(
            PREFIX + "HOST",
            "an address",
            "0.0.0.0",
            "Address that the operations listener binds. The shipped Deployment sets the pod's own.",
            text -> matching("[0-9A-Za-z.:-]+", text));

    static final Setting<Integer> PORT = new Setting<>(
            PREFIX + "PORT",
            "a port between 0 and 65535",
            "8080",
            "Port of `/health/live`, `/health/ready` and `/metrics`; 0 takes a free one.",
            text -> between(0, 65_535, Integer.parseInt(text)));

    static final Setting<Boolean> LEADER_ELECTION = new Setting<>(
            PREFIX + "LEADER_ELECTION",
            "true or false",
            "true",
            "Only the holder of a Lease acts. Needed as soon as two operators may run, even for the seconds of an update.",
            Settings::truth);

    static final Setting<Optional<String>> LEASE_NAMESPACE = new Setting<>(
            PREFIX + "LEASE_NAMESPACE",
            "a namespace",
            "",
            "Namespace of the Lease `mastio-operator` and of the operator's pods, which NetworkPolicies let in. Empty: the Lease is in the operator's own, and pods labelled as its own are let in from any.",
            text -> text.isEmpty() ? Optional.empty() : Optional.of(namespace(text)));

    static final Setting<Optional<String>> IDENTITY = new Setting<>(
            PREFIX + "IDENTITY",
            "a name",
            "",
            "Name under which the Lease is held; the shipped Deployment sets the pod's. Empty: a random one.",
            text -> text.isEmpty() ? Optional.empty() : Optional.of(text));

    static final Setting<Level> LOG_LEVEL = new Setting<>(
            PREFIX + "LOG_LEVEL",
            "one of ERROR, WARN, INFO, DEBUG and TRACE",
            "INFO",
            "Level of the operator's own log; libraries stay one level quieter.",
            Settings::level);

    static final Setting<Duration> RESYNC = new Setting<>(
            PREFIX + "RESYNC",
            "a number of seconds between 10 and 3600",
            "300",
            "Seconds after which an instance is looked at again even if nothing happened.",
            text -> Duration.ofSeconds(between(10, 3600, Integer.parseInt(text))));

    static final Setting<Integer> CLASS_ROLLOUTS = new Setting<>(
            PREFIX + "CLASS_ROLLOUTS",
            "a number between 1 and 100",
            "3",
            "Instances of a changed hardware class that may roll at the same time.",
            text -> between(1, 100, Integer.parseInt(text)));

    static final List<Setting<?>> ALL = List.of(
            WATCH_NAMESPACES,
            PROXY_IMAGE,
            SOAK_IMAGE,
            IMAGE_TAG,
            HOST,
            PORT,
            LEADER_ELECTION,
            LEASE_NAMESPACE,
            IDENTITY,
            LOG_LEVEL,
            RESYNC,
            CLASS_ROLLOUTS);

    private Settings() {}

    private static Set<String> namespaces(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(Settings::namespace)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String namespace(String text) {
        return matching("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?", text);
    }

    private static String image(String text) {
        return matching("[a-z0-9]([-a-z0-9._:/]*[a-z0-9])?", text);
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Level level(String text) {
        return switch (text) {
            case "ERROR" -> Level.ERROR;
            case "WARN" -> Level.WARN;
            case "INFO" -> Level.INFO;
            case "DEBUG" -> Level.DEBUG;
            case "TRACE" -> Level.TRACE;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static String matching(String pattern, String text) {
        if (!text.matches(pattern)) throw new IllegalArgumentException(text);
        return text;
    }

    private static int between(int least, int most, int value) {
        if (value < least || value > most) throw new IllegalArgumentException(String.valueOf(value));
        return value;
    }
}
