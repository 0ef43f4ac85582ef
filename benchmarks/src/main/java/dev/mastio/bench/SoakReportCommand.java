package dev.mastio.bench;

import dev.mastio.bench.soak.ReportText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code soak-report}: shows the report of a soak on one screen. */
@Command(
        name = "soak-report",
        description = "Show the report of a soak, gzipped or plain JSON, as in: kubectl get configmap demo-soak-report"
                + " -o go-template='{{index .binaryData \"RUN.json.gz\"}}' | base64 -d | bench soak-report",
        mixinStandardHelpOptions = true)
final class SoakReportCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "FILE", defaultValue = "-", description = "Default: standard input")
    String file = "-";

    @Override
    public Integer call() throws IOException {
        byte[] content = file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        System.out.print(ReportText.ofArchive(content));
        System.out.flush();
        return 0;
    }
}
