package dev.mastio.proxy;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The writes and syncs of running processes in the order in which they ended, seen by {@code strace}. */
final class SystemCalls implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern WHOLE = Pattern.compile("^(\\d+) +(\\w+)\\((.*)\\) += +(-?\\d+).*$");
    private static final Pattern BEGUN = Pattern.compile("^(\\d+) +(\\w+)\\((.*) <unfinished \\.\\.\\.>$");
    private static final Pattern ENDED = Pattern.compile("^(\\d+) +<\\.\\.\\. \\w+ resumed>(.*)\\) += +(-?\\d+).*$");

    private static final Pattern TARGET = Pattern.compile("^\\d+<(.*?)>(, .*)?$", Pattern.DOTALL);

    private final Process strace;
    private final Path trace;

    /**
     * A call that succeeded.
     *
     * @param thread that made it
     * @param arguments with the paths and addresses behind file descriptors, and what was written
     * @param begun how many others had ended when it began
     */
    record Call(String thread, String name, String arguments, int begun) {

        boolean isSync() {
            return name.equals("fdatasync") || name.equals("fsync");
        }

        boolean isWrite() {
            return name.contains("write") || name.startsWith("send");
        }

        /** The file or the socket behind the first argument. */
        String target() {
            Matcher target = TARGET.matcher(arguments);
            return target.matches() ? target.group(1) : "";
        }
    }

    private SystemCalls(Process strace, Path trace) {
        this.strace = strace;
        this.trace = trace;
    }

    /** Whether {@code strace} is here and may look at a process that runs already. */
    static boolean canBeSeen() throws IOException {
        Process seen = new ProcessBuilder("sleep", "60").start();
        try {
            Process probe = new ProcessBuilder("strace", "-o", "/dev/null", "-p", Long.toString(seen.pid()))
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader said = probe.inputReader()) {
                String first = said.readLine();
                return first != null && first.contains("attached");
            } finally {
                probe.destroy();
            }
        } catch (IOException e) {
            return false;
        } finally {
            seen.destroy();
        }
    }

    /** Of those processes and all their threads, from when this returns. */
    static SystemCalls of(Path directory, List<ProcessHandle> processes) throws IOException {
        Path trace = directory.resolve("trace");
        Path log = directory.resolve("strace.log");
        List<String> command = new ArrayList<>(List.of(
                "strace",
                "-f",
                "-yy",
                "-s",
                "20000",
                "-o",
                trace.toString(),
                "-e",
                "trace=write,writev,pwrite64,pwritev,sendto,sendmsg,fsync,fdatasync,sync_file_range"));
        for (ProcessHandle process : processes) {
            command.addAll(List.of("-p", Long.toString(process.pid())));
        }
        Process strace = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        await().atMost(PATIENCE).until(() -> {
            String said = Files.readString(log);
            // Some may have ended by now, for example a server process that looked after the tables.
            return processes.stream()
                    .filter(ProcessHandle::isAlive)
                    .allMatch(process -> said.contains("Process " + process.pid() + " attached"));
        });
        return new SystemCalls(strace, trace);
    }

    /** Waits until one of that kind has been made. */
    void awaitOne(Predicate<Call> kind) {
        await().atMost(PATIENCE).until(() -> calls().stream().anyMatch(kind));
    }

    /** Those that were made so far. */
    List<Call> calls() throws IOException {
        List<Call> calls = new ArrayList<>();
        Map<String, Call> begun = new HashMap<>();
        for (String line : Files.readAllLines(trace, StandardCharsets.ISO_8859_1)) {
            Matcher whole = WHOLE.matcher(line);
            Matcher begins = BEGUN.matcher(line);
            Matcher ends = ENDED.matcher(line);
            if (begins.matches()) {
                begun.put(begins.group(1), new Call(begins.group(1), begins.group(2), begins.group(3), calls.size()));
            } else if (ends.matches()) {
                Call call = begun.remove(ends.group(1));
                if (call != null && !ends.group(3).startsWith("-")) {
                    calls.add(call);
                }
            } else if (whole.matches() && !whole.group(4).startsWith("-")) {
                calls.add(new Call(whole.group(1), whole.group(2), whole.group(3), calls.size()));
            }
        }
        return calls;
    }

    @Override
    public void close() {
        strace.destroy();
        strace.onExit().join();
    }
}
