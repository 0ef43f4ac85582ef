package dev.mastio.suite;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** The line that a user copies into a shell to reach a cluster. */
public final class ExportLine {

    private static final Pattern PLAIN = Pattern.compile("[\\w./-]+");

    private ExportLine() {}

    public static String of(Path kubeconfig) {
        String path = kubeconfig.toString();
        return "export KUBECONFIG=" + (PLAIN.matcher(path).matches() ? path : "'" + path.replace("'", "'\\''") + "'");
    }
}
