package dev.mastio.proxy.audit.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.audit.proof.EcKeys;
import dev.mastio.proxy.wire.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code audit verify}. */
@Command(
        name = "verify",
        description = "Checks exported audit chains offline, with nothing but the files.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is as it was written",
            "1:a file cannot be read, or nobody can tell which one a head is about",
            "2:a row was changed, removed or put in",
            "3:an anchor does not fit, or is by nobody who is believed",
            "4:files of two organisations contradict each other",
            "5:an anchor cannot be checked",
            "6:rows at the end are missing, or a head or checkpoint does not fit, or is by nobody who is believed",
            "64:the command line is wrong"
        })
public final class VerifyCommand implements Callable<Integer> {

    private final PrintStream out;
    private final PrintStream err;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "exported files; two or more are also checked against each other")
    private List<Path> files = List.of();

    @Option(
            names = "--head",
            paramLabel = "FILE",
            description =
                    "an answer of /v1/admin/audit/head kept from earlier: what it names must be there. With several files"
                            + " only about chains that no more than one of them has")
    private @Nullable Path head;

    @Option(
            names = "--jwks",
            paramLabel = "FILE",
            description =
                    "the Mastio's public keys, as /.well-known/jwks-local.json gave them; as many as there are copies from"
                            + " before and after rotations. Then no other key is believed")
    private List<Path> jwks = List.of();

    @Option(
            names = "--tsa-ca",
            paramLabel = "FILE",
            description =
                    "PEM certificates of time stamp authorities, or of those who certify them; one file or more. Then no"
                            + " other authority is believed")
    private List<Path> authorities = List.of();

    /** A command that writes there. */
    public VerifyCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        try {
            Trust trust = new Trust(heads(), keys(), authorities());
            return new Verification(trust, out)
                    .of(files.stream().map(BundleFile::new).toList());
        } catch (IOException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    private List<Trust.KnownHead> heads() throws IOException {
        List<Trust.KnownHead> heads = new ArrayList<>();
        for (JsonNode given : json(head).path("heads")) {
            Line.Fields fields = new Line.Fields(given);
            heads.add(new Trust.KnownHead(
                    new RowKey(fields.text("org_id"), fields.number("chain_seq")), fields.text("row_hash")));
        }
        if (head != null && heads.isEmpty()) {
            throw new IOException(head + ": it names no head");
        }
        return heads;
    }

    private Map<String, PublicKey> keys() throws IOException {
        Map<String, PublicKey> keys = new HashMap<>();
        for (Path file : jwks) {
            JsonNode given = json(file).path("keys");
            // Taken for nothing, an empty file would have all keys believed.
            if (given.isEmpty()) {
                throw new IOException(file + ": it names no key");
            }
            for (JsonNode jwk : given) {
                add(jwk, file, keys);
            }
        }
        return keys;
    }

    private static void add(JsonNode jwk, Path file, Map<String, PublicKey> keys) throws IOException {
        try {
            String kid = new Line.Fields(jwk).text("kid");
            PublicKey key = EcKeys.ofJwk(jwk);
            if (!key.equals(keys.computeIfAbsent(kid, absent -> key))) {
                throw new IOException(file + ": another file has another key kid=" + kid);
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private List<X509Certificate> authorities() throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Path file : authorities) {
            List<X509Certificate> given = certificates(file);
            if (given.isEmpty()) {
                throw new IOException(file + ": it has no certificate");
            }
            certificates.addAll(given);
        }
        return certificates;
    }

    private static List<X509Certificate> certificates(Path file) throws IOException {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static JsonNode json(@Nullable Path file) throws IOException {
        if (file == null) {
            return Json.object();
        }
        try {
            return Json.read(Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such file", e);
        } catch (JsonProcessingException e) {
            throw new IOException(file + ": no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }
}
