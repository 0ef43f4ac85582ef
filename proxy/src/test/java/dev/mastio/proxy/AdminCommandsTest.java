package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands on a store without a running service; with one, see {@link EnrolmentTest}. */
@ParameterizedClass
@EnumSource(Store.Kind.class)
class AdminCommandsTest {

    private static final String PASSPHRASE = "a passphrase of thirty-two letters";
    private static final String PASSWORD = "correct horse battery staple";

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private TestDatabase database;
    private final Map<String, String> environment = new HashMap<>();

    AdminCommandsTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        environment.put("PROXY_DB_URL", database.url());
        environment.put("MCP_PROXY_ORG_ID", "acme");
        environment.put("MCP_PROXY_DB_ENCRYPTION_KEY", PASSPHRASE);
    }

    @AfterEach
    void close() {
        database.close();
        JsonLogs.level("INFO");
    }

    /** What a command did. */
    record Outcome(int code, String out, String err) {}

    @Test
    void makesEverythingThatAnEmptyStoreLacks() {
        Outcome outcome = run(PASSWORD + "\n", "bootstrap", "--password-stdin");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains("organisation: acme\n")
                .containsPattern("SHA-256 of the Org Root: [0-9a-f]{64}\n")
                .containsPattern("key that signs tokens: mastio-[0-9a-f]{16}\n")
                .contains("password: set\n")
                .doesNotContain(PASSWORD);
    }

    @Test
    void leavesWhatIsThere() {
        Outcome first = run("", "bootstrap");

        assertThat(run("", "bootstrap").out()).isEqualTo(first.out());
        assertThat(run(PASSWORD, "bootstrap", "--password-stdin").code()).isZero();
        Outcome again = run("another long password", "bootstrap", "--password-stdin");
        assertThat(again.code()).isEqualTo(3);
        assertThat(again.err()).isEqualTo("a password is set already\n");
    }

    @Test
    void auditRowsSayThatItWasTheCommandLine() {
        run(PASSWORD, "bootstrap", "--password-stdin");

        assertThat(run("", "export").out())
                .contains("admin.password_set")
                .contains("command line: " + System.getProperty("user.name"))
                .doesNotContain("registration");
    }

    @Test
    void replacesAPasswordThatWasLost() {
        run(PASSWORD, "bootstrap", "--password-stdin");

        assertThat(run("another long password", "password").out()).isEqualTo("password: set\n");
        assertThat(run("short", "password").code()).isEqualTo(3);
        assertThat(run("", "password").err()).contains("standard input");
    }

    @Test
    void rotatesTheIntermediate() {
        String before = run("", "bootstrap").out();

        Outcome rehearsal = run("", "rotate", "--dry-run");
        assertThat(rehearsal.out()).isEqualTo("could be rotated: acme Mastio CA\n");
        assertThat(run("", "bootstrap").out()).isEqualTo(before);
        assertThat(run("", "rotate", "--grace-days", "91").code()).isEqualTo(3);
        Outcome rotation = run("", "rotate", "--grace-days", "30");
        assertThat(rotation.out()).startsWith("rotated: acme Mastio CA\nkey that signs tokens: mastio-");
        assertThat(run("", "bootstrap").out()).isNotEqualTo(before);
    }

    @Test
    void exportsTheAuditLogAsVerifiersReadIt() throws Exception {
        run("", "bootstrap");
        run("", "rotate");
        Path file = directory.resolve("export.ndjson");
        Path head = directory.resolve("head.json");
        Files.writeString(head, run("", "export", "--head").out());

        assertThat(run("", "export", "--output", file.toString()).code()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        assertThat(Files.readString(file))
                .isEqualTo(run("", "export").out())
                .contains("pki.create", "mastio_ca.rotate");
        assertThat(verified(file, head)).isZero();
        assertThat(run("", "export", "--output", file.toString()))
                .as("evidence is not overwritten")
                .isEqualTo(new Outcome(1, "", file + ": it is there already; give a new one\n"));
        Path nowhere = directory.resolve("nowhere/export.ndjson");
        assertThat(run("", "export", "--output", nowhere.toString()))
                .isEqualTo(new Outcome(1, "", nowhere + ": there is no such folder\n"));
        Path part = directory.resolve("part.ndjson");
        Files.writeString(
                part, run("", "export", "--org", "__audit_log__", "--from", "2").out());
        assertThat(Files.readString(part)).doesNotContain("pki.create").contains("mastio_ca.rotate");
        assertThat(run("", "export", "--from", "2").code()).isEqualTo(3);
        assertThat(run("", "export", "--org", "__audit_log__", "--from", "0").code())
                .isEqualTo(3);
    }

    private static int verified(Path file, Path head) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return Commands.run(
                Map.of(),
                InputStream.nullInputStream(),
                nowhere,
                nowhere,
                "audit",
                "verify",
                file.toString(),
                "--head",
                head.toString());
    }

    @Test
    void makesNothingUnlessToldTo() {
        Outcome outcome = run("", "agents");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("admin bootstrap");
        if (kind == Store.Kind.SQLITE) {
            assertThat(Path.of(database.url().substring("sqlite:///".length()))).doesNotExist();
        }
    }

    @Test
    void leavesADatabaseOfAnOlderVersionAsItIs() throws Exception {
        run("", "bootstrap");
        Store service = database.open();
        execute(service, "DROP TABLE user_api_tokens");
        execute(service, "DELETE FROM flyway_schema_history WHERE script = 'V306__api_tokens.sql'");

        for (String command : List.of("export", "agents", "pending", "rotate --dry-run", "revoke acme::nobody")) {
            Outcome outcome = run("", command.split(" "));

            assertThat(outcome.err())
                    .as(command)
                    .startsWith("the database is of an older version: start the service")
                    .doesNotContain("does not answer");
            assertThat(outcome.code()).isEqualTo(1);
        }
        assertThat(count(service, "flyway_schema_history WHERE script = 'V306__api_tokens.sql'"))
                .isZero();
        assertThat(run("", "bootstrap").code()).isZero();
        assertThat(run("", "agents").code()).isZero();
        assertThat(count(service, "user_api_tokens")).isZero();
    }

    @Test
    void leavesAnEmptyDatabaseEmpty() throws Exception {
        assumeThat(kind).isEqualTo(Store.Kind.SQLITE);
        Path file = Files.createFile(Path.of(database.url().substring("sqlite:///".length())));

        Outcome outcome = run("", "agents");

        assertThat(outcome.err()).isEqualTo("the database is empty; start the service, or run `admin bootstrap`\n");
        assertThat(outcome.code()).isEqualTo(1);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery("SELECT count(*) FROM sqlite_schema")) {
            assertThat(tables.getInt(1)).isZero();
        }
    }

    private static void execute(Store store, String sql) throws SQLException {
        store.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private static int count(Store store, String from) throws SQLException {
        return store.read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery("SELECT count(*) FROM " + from)) {
                found.next();
                return found.getInt(1);
            }
        });
    }

    @Test
    void saysWhatIsWrong() {
        run("", "bootstrap");

        assertThat(run("", "revoke", "acme::nobody").err()).contains("no agent, user or workload of that id");
        assertThat(run("", "revoke", "acme::user::nobody").code()).isEqualTo(3);
        assertThat(run("", "reactivate", "acme::workload::nobody").code()).isEqualTo(3);
        assertThat(run("", "approve", "nothing", "--agent-id", "alice").err())
                .isEqualTo("Enrollment session not found\n");
        environment.put("MCP_PROXY_DB_ENCRYPTION_KEY", "another passphrase of that length");
        assertThat(run("", "rotate").err())
                .contains("MCP_PROXY_DB_ENCRYPTION_KEY")
                .doesNotContain("another passphrase");
        environment.put("MCP_PROXY_PORT", "https");
        assertThat(run("", "rotate").err()).contains("MCP_PROXY_PORT");
        assertThat(run("", "dance").code()).isEqualTo(64);
        assertThat(run("", "approve").code()).isEqualTo(64);
    }

    @Test
    void takesReasonsAsShortAsThoseByHttp() {
        run("", "bootstrap");
        String longest = "\u20ac".repeat(500);

        for (String over : List.of(longest + "x", "x".repeat(20_000))) {
            for (String command : List.of("revoke", "reject")) {
                Outcome refused = run("", command, "acme::nobody", "--reason", over);
                assertThat(refused.err()).isEqualTo("--reason must have at most 500 characters\n");
                assertThat(refused.code()).isEqualTo(3);
            }
        }
        assertThat(run("", "reject", "nothing", "--reason", "").err()).startsWith("--reason must not be empty");
        assertThat(run("", "reject", "nothing", "--reason", longest).err()).isEqualTo("Enrollment session not found\n");
        assertThat(run("", "revoke", "acme::nobody", "--reason", longest).err()).contains("no agent, user or workload");
    }

    @Test
    void opensTheStoreWithAKeyThatIsGivenAndWithNoOther() {
        environment.put("MCP_PROXY_DB_ENCRYPTION_KEY", "raw:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
        run("", "bootstrap");

        assertThat(run("", "rotate").code()).isZero();
        environment.put("MCP_PROXY_DB_ENCRYPTION_KEY", "raw:BBECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
        assertThat(run("", "rotate").err()).contains("do not open with MCP_PROXY_DB_ENCRYPTION_KEY");
        environment.put("MCP_PROXY_DB_ENCRYPTION_KEY", PASSPHRASE);
        assertThat(run("", "rotate").err()).contains("do not open with MCP_PROXY_DB_ENCRYPTION_KEY");
    }

    @Test
    void showsNoSecretInItsHelp() throws Exception {
        Outcome outcome = run("", "--help");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains("bootstrap", "approve", "revoke", "rotate")
                .doesNotContain(PASSPHRASE);
        assertThat(directory).isEmptyDirectory();
    }

    private Outcome run(String in, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "admin";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Commands.run(
                environment,
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                all);
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
