package dev.mastio.bench.calibrate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** A measured floor as a {@code MastioHardwareClass} to apply. */
public record HardwareClassYaml(
        String name,
        int cores,
        String memory,
        MachineFacts machine,
        double deratePercent,
        Optional<String> proxyVersion) {

    public HardwareClassYaml {
        if (!name.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"))
            throw new IllegalArgumentException(
                    "class name '" + name + "' must be lower-case letters, digits and dashes");
        if (cores < 1 || cores > 1024) throw new IllegalArgumentException("cores must be 1 to 1024, not " + cores);
        if (!memory.matches("\\d+(\\.\\d+)?(Ki|Mi|Gi|Ti|k|M|G|T)?"))
            throw new IllegalArgumentException("memory '" + memory + "' must be a quantity such as 8Gi");
        if (!(deratePercent >= 0 && deratePercent < 100))
            throw new IllegalArgumentException("the derating must be 0 to 99 percent, not " + deratePercent);
    }

    public HardwareClassYaml withProxyVersion(Optional<String> version) {
        return new HardwareClassYaml(name, cores, memory, machine, deratePercent, version);
    }

    /** The class as YAML. */
    public String of(FloorFinding.Found found, Instant when) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("apiVersion: mastio.dev/v1alpha1\nkind: MastioHardwareClass\nmetadata:\n  name: ")
                .append(name)
                .append("\nspec:\n  description: ")
                .append(quoted("Measured with bench floor on " + machine.processor()))
                .append("\n  cores: ")
                .append(cores)
                .append("\n  memory: ")
                .append(memory)
                .append("\n  floor:\n    requestsPerSecond: ")
                .append(floor(found))
                .append("\n    source: Measured\n    measuredWith: ")
                .append(quoted(circumstances(found, when)))
                .append('\n');
        proxyVersion.ifPresent(version ->
                yaml.append("    proxyVersion: ").append(quoted(version)).append('\n'));
        return yaml.toString();
    }

    /** Rounded down: a floor promises no more than was seen. */
    public int floor(FloorFinding.Found found) {
        return Math.max(1, (int) (found.requestsPerSecond() * (1 - deratePercent / 100)));
    }

    private String circumstances(FloorFinding.Found found, Instant when) {
        String derated = deratePercent == 0
                ? ""
                : String.format(
                        Locale.ROOT, ", derated by %.0f %% from %.0f", deratePercent, found.requestsPerSecond());
        return String.format(
                Locale.ROOT,
                "%s; p95 %.0f ms and %.2f %% errors at this rate; %d repeats within %.1f %%, confidence %s%s; %s, %d cores, %s, %s",
                when.truncatedTo(ChronoUnit.SECONDS),
                found.proof().p95(),
                100 * found.proof().errorRate(),
                found.repeats().size(),
                100 * found.spread(),
                found.confidence().name().toLowerCase(Locale.ROOT),
                derated,
                machine.processor(),
                machine.cores(),
                machine.memoryQuantity(),
                machine.system());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
