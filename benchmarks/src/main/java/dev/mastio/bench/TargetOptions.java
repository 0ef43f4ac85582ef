package dev.mastio.bench;

import dev.mastio.bench.load.Target;
import dev.mastio.bench.load.Trust;
import dev.mastio.bench.load.Tuning;
import dev.mastio.bench.scenario.TextDuration;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where requests go, the same for every command. */
final class TargetOptions {

    @Option(
            names = {"-u", "--url", "--base-url"},
            paramLabel = "URL",
            description =
                    "Base URL, as in https://host:9443; repeat it to spread connections over several. Default: $BASE_URL,"
                            + " else https://127.0.0.1:9443")
    List<URI> urls = List.of();

    @Option(
            names = "--path",
            paramLabel = "PATH",
            description = "Path to ask for; repeat it to take turns. Default: the scenario's")
    List<String> paths = List.of();

    @Option(
            names = {"-H", "--header"},
            paramLabel = "'NAME: VALUE'",
            description = "Header to send with each request")
    List<String> headers = List.of();

    @Option(names = "--insecure", description = "Accept any server certificate")
    boolean insecure;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "PEM file with the authorities to trust instead of the JDK's")
    @Nullable
    Path ca;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "For one request, connecting included (default: ${DEFAULT-VALUE})")
    String timeout = "10s";

    @Option(names = "--threads", paramLabel = "N", description = "Event loops (default: half of the cores, at most 4)")
    @Nullable
    Integer threads;

    Target target(List<String> pathsOfScenario) {
        if (insecure && ca != null) throw new IllegalArgumentException("--insecure and --ca exclude each other");
        Target target = Target.of(bases().toArray(URI[]::new))
                .withPaths(paths.isEmpty() ? pathsOfScenario : paths)
                .withTrust(trust())
                .withTimeout(TextDuration.parse(timeout));
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) throw new IllegalArgumentException("header '" + header + "' must look like 'Name: value'");
            target = target.withHeader(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        }
        return target;
    }

    Tuning tuning() {
        Tuning automatic = Tuning.automatic();
        return threads == null ? automatic : new Tuning(threads, automatic.nativeTls());
    }

    private List<URI> bases() {
        if (!urls.isEmpty()) return urls;
        String environment = System.getenv("BASE_URL");
        return List.of(
                URI.create(environment == null || environment.isBlank() ? "https://127.0.0.1:9443" : environment));
    }

    private Trust trust() {
        if (insecure) return Trust.anything();
        return ca == null ? Trust.platform() : Trust.authority(ca);
    }
}
