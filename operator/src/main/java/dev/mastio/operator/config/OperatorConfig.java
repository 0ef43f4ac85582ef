package dev.mastio.operator.config;

import ch.qos.logback.classic.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the environment says, read and checked. {@link Settings} describes each member. */
public record OperatorConfig(
        Set<String> watchNamespaces,
        String proxyImage,
        String soakImage,
        String imageTag,
        String host,
        int port,
        boolean leaderElection,
        Optional<String> leaseNamespace,
        Optional<String> identity,
        Level logLevel,
        Duration resync,
        int classRollouts) {

    /** Fails on a value that can't be used and on a variable with our prefix that nobody reads: most likely a typo. */
    public static OperatorConfig from(Map<String, String> environment) {
        refuseUnknown(environment);
        return new OperatorConfig(
                Settings.WATCH_NAMESPACES.read(environment),
                Settings.PROXY_IMAGE.read(environment),
                Settings.SOAK_IMAGE.read(environment),
                Settings.IMAGE_TAG.read(environment),
                Settings.HOST.read(environment),
                Settings.PORT.read(environment),
                Settings.LEADER_ELECTION.read(environment),
                Settings.LEASE_NAMESPACE.read(environment),
                Settings.IDENTITY.read(environment),
                Settings.LOG_LEVEL.read(environment),
                Settings.RESYNC.read(environment),
                Settings.CLASS_ROLLOUTS.read(environment));
    }

    private static void refuseUnknown(Map<String, String> environment) {
        Set<String> known = Settings.ALL.stream().map(Setting::name).collect(Collectors.toUnmodifiableSet());
        String unknown = environment.keySet().stream()
                .filter(name -> name.startsWith(Settings.PREFIX) && !known.contains(name))
                .sorted()
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty())
            throw new InvalidConfiguration("unknown settings " + unknown
                    + ": correct the names, and keep enableServiceLinks: false in the operator's pod,"
                    + " or a Service called mastio-operator adds variables of this kind");
    }
}
