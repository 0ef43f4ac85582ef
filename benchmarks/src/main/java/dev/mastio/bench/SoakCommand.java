package dev.mastio.bench;

import dev.mastio.bench.load.Target;
import dev.mastio.bench.load.Trust;
import dev.mastio.bench.soak.SoakJob;
import dev.mastio.bench.soak.SoakPlace;
import dev.mastio.bench.soak.SoakSettings;
import dev.mastio.bench.soak.Verdict;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code soak}: a long constant load with a verdict on memory, latency and errors. */
@Command(
        name = "soak",
        description =
                "Holds a constant load and judges what it left behind. In a soak Job all options come from the environment.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Passed", "1:Failed", "2:Inconclusive, or an option is wrong", "3:Error"})
final class SoakCommand implements Callable<Integer> {

    /** As many as a verdict needs. */
    private static final int SAMPLES = 5;

    @Option(
            names = "--run",
            paramLabel = "NAME",
            defaultValue = "${env:MASTIO_SOAK_RUN:-soak}",
            description = "Name of the run (default: ${DEFAULT-VALUE})")
    String run = "soak";

    @Option(
            names = {"-u", "--target"},
            paramLabel = "URL",
            defaultValue = "${env:MASTIO_SOAK_TARGET:-https://127.0.0.1:9443}",
            description = "Where the load goes (default: ${DEFAULT-VALUE})")
    URI target = URI.create("https://127.0.0.1:9443");

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            defaultValue = "${env:MASTIO_SOAK_CA_FILE}",
            description = "PEM file with the authorities to trust instead of the JDK's")
    @Nullable
    Path ca;

    @Option(names = "--insecure", description = "Accept any server certificate")
    boolean insecure;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            defaultValue = "${env:MASTIO_SOAK_KEY_FILE}",
            description = "Key that signs the soak token, so that proxies count the load apart")
    @Nullable
    Path keyFile;

    @Option(
            names = "--pods",
            paramLabel = "URL",
            split = ",",
            description = "Operations addresses of the proxies, as in http://127.0.0.1:9464; for use without a cluster")
    List<URI> pods = List.of();

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Where the report goes when --pods is given, as gzipped JSON")
    @Nullable
    Path report;

    @Option(
            names = "--namespace",
            defaultValue = "${env:MASTIO_SOAK_NAMESPACE:-default}",
            description = "Of the Service")
    String namespace = "default";

    @Option(names = "--service", defaultValue = "${env:MASTIO_SOAK_SERVICE:-}", description = "In front of the proxies")
    String service = "";

    @Option(
            names = "--report-configmap",
            paramLabel = "NAME",
            defaultValue = "${env:MASTIO_SOAK_REPORT_CONFIGMAP:-}",
            description = "ConfigMap for the report")
    String reportConfigMap = "";

    @Option(
            names = "--ops-port",
            paramLabel = "PORT",
            defaultValue = "${env:MASTIO_SOAK_OPS_PORT:-9464}",
            description = "Operations port of each proxy behind the Service (default: ${DEFAULT-VALUE})")
    int opsPort = 9464;

    @Option(
            names = "--duration-seconds",
            paramLabel = "N",
            defaultValue = "${env:MASTIO_SOAK_DURATION_SECONDS:-3600}",
            description = "Judged load (default: ${DEFAULT-VALUE})")
    int durationSeconds = 3600;

    @Option(
            names = "--warm-up-seconds",
            paramLabel = "N",
            defaultValue = "${env:MASTIO_SOAK_WARM_UP_SECONDS:-60}",
            description = "The same load before, not judged (default: ${DEFAULT-VALUE})")
    int warmUpSeconds = 60;

    @Option(
            names = "--idle-seconds",
            paramLabel = "N",
            defaultValue = "${env:MASTIO_SOAK_IDLE_SECONDS:-60}",
            description = "Without load, before memory is sampled (default: ${DEFAULT-VALUE})")
    int idleSeconds = 60;

    @Option(
            names = "--sample-millis",
            paramLabel = "N",
            defaultValue = "${env:MASTIO_SOAK_SAMPLE_MILLIS:-5500}",
            description =
                    "From one collection to the next; a proxy grants one in five seconds (default: ${DEFAULT-VALUE})")
    int sampleMillis = 5500;

    @Option(
            names = "--virtual-users",
            paramLabel = "N",
            defaultValue = "${env:MASTIO_SOAK_VIRTUAL_USERS:-50}",
            description = "Default: ${DEFAULT-VALUE}")
    int virtualUsers = 50;

    @Option(
            names = "--max-rate",
            paramLabel = "RPS",
            defaultValue = "${env:MASTIO_SOAK_MAX_RATE}",
            description = "Requests per second at most (default: half the effective floor times the replicas)")
    @Nullable
    Double maxRate;

    @Option(
            names = "--effective-floor",
            paramLabel = "RPS",
            defaultValue = "${env:MASTIO_SOAK_EFFECTIVE_FLOOR}",
            description = "What one proxy is held to sustain; without it and without --max-rate there is no limit")
    @Nullable
    Double effectiveFloor;

    @Option(
            names = "--p95-millis",
            paramLabel = "MS",
            defaultValue = "${env:MASTIO_SOAK_P95_MILLIS:-250}",
            description = "The p95 must stay below (default: ${DEFAULT-VALUE})")
    double p95Millis = 250;

    @Option(
            names = "--error-percent",
            paramLabel = "PERCENT",
            defaultValue = "${env:MASTIO_SOAK_ERROR_PERCENT:-1}",
            description = "Failed requests must stay below (default: ${DEFAULT-VALUE})")
    double errorPercent = 1;

    @Option(
            names = "--drift-percent",
            paramLabel = "PERCENT",
            defaultValue = "${env:MASTIO_SOAK_DRIFT_PERCENT:-10}",
            description = "Resident memory and live heap may have grown by this much (default: ${DEFAULT-VALUE})")
    double driftPercent = 10;

    @Override
    public Integer call() {
        SoakJob job = new SoakJob(System.getenv(), SoakCommand::print);
        try (Interruption _ = new Interruption(job::stop)) {
            Verdict verdict = verdict(job);
            print(verdict.run() + ": " + verdict.reason().outcome() + " (" + verdict.reason() + ") "
                    + verdict.message());
            return verdict.reason().outcome().exitCode();
        }
    }

    private Verdict verdict(SoakJob job) {
        SoakSettings settings;
        try {
            settings = settings();
        } catch (IllegalArgumentException e) {
            return job.refuse(run, String.valueOf(e.getMessage()));
        }
        return job.run(settings, place());
    }

    private SoakPlace place() {
        return pods.isEmpty()
                ? new SoakPlace.Cluster(namespace, service, reportConfigMap, opsPort)
                : new SoakPlace.Addresses(pods, Optional.ofNullable(report));
    }

    private SoakSettings settings() {
        if (pods.isEmpty() && (service.isEmpty() || reportConfigMap.isEmpty()))
            throw new IllegalArgumentException(
                    "give --service and --report-configmap, or --pods for use without a cluster");
        if (ca != null && !Files.isReadable(ca))
            throw new IllegalArgumentException("the CA file " + ca + " cannot be read");
        Trust trust = insecure ? Trust.anything() : ca == null ? Trust.platform() : Trust.authority(ca);
        return new SoakSettings(
                run,
                Target.of(target).withTrust(trust),
                Optional.ofNullable(keyFile),
                new SoakSettings.Phases(
                        Duration.ofSeconds(warmUpSeconds),
                        Duration.ofSeconds(idleSeconds),
                        Duration.ofSeconds(durationSeconds)),
                new SoakSettings.Sampling(SAMPLES, Duration.ofMillis(sampleMillis)),
                virtualUsers,
                number(maxRate),
                number(effectiveFloor),
                new SoakSettings.Limits(p95Millis, errorPercent, driftPercent),
                SoakSettings.USUAL_PATIENCE);
    }

    private static OptionalDouble number(@Nullable Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static void print(String line) {
        System.out.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
    }
}
