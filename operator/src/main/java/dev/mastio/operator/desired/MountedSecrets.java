package dev.mastio.operator.desired;

import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.api.Storage;
import dev.mastio.operator.capacity.FieldProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Which Secrets an instance needs, and what must be in them. */
public final class MountedSecrets {

    static final String DATABASE_URL = "url";
    static final String DATABASE_USERNAME = "username";
    static final String DATABASE_PASSWORD = "password";
    static final String LICENSE = "license.jwt";
    static final String CERTIFICATE = "tls.crt";
    static final String PRIVATE_KEY = "tls.key";
    static final String CA_CERTIFICATE = "ca.crt";
    static final String SOAK_KEY = "key";
    static final String ADMIN_SECRET = "admin-secret";
    static final String DASHBOARD_SIGNING_KEY = "dashboard-signing-key";
    static final String DB_ENCRYPTION_KEY = "db-encryption-key";

    /** The one with the server's certificate, if one has it: the user's or the operator's own. */
    static String tls(String instance, MastioInstanceSpec spec) {
        return Objects.requireNonNullElse(spec.tls().secretName(), new Names(instance).tls());
    }

    /** Secrets that the user must provide, with the entries that each must have. */
    public static Map<String, Set<String>> required(MastioInstanceSpec spec) {
        Map<String, Set<String>> required = new LinkedHashMap<>();
        for (Map.Entry<String, Reference> entry : references(spec).entrySet()) {
            required.put(entry.getKey(), entry.getValue().keys());
        }
        return required;
    }

    /** What is missing of the user's Secrets: the whole Secret, or entries of it. */
    public static List<FieldProblem> missing(MastioInstanceSpec spec, Map<String, SecretFacts> present) {
        List<FieldProblem> problems = new ArrayList<>();
        references(spec).forEach((secret, reference) -> {
            SecretFacts facts = present.get(secret);
            Set<String> absent = reference.absent(facts == null ? Set.of() : facts.keys());
            if (facts == null) {
                problems.add(new FieldProblem(
                        reference.path(),
                        "Secret " + secret + " does not exist: create it"
                                + (absent.isEmpty() ? "" : " with " + String.join(", ", absent))));
            } else if (!absent.isEmpty()) {
                problems.add(new FieldProblem(
                        reference.path(), "Secret " + secret + " has no " + String.join(", ", absent) + ": add it"));
            }
        });
        return problems;
    }

    /**
     * Whether a running proxy takes up what changes in the Secret: it looks at the files of certificate and key every ten seconds,
     * and at nothing else after its start.
     */
    static boolean isReloaded(String instance, MastioInstanceSpec spec, String secret) {
        return secret.equals(tls(instance, spec))
                && !readAtStart(instance, spec).contains(secret);
    }

    /** Those that proxies read when they start, the user's and the operator's own, but for an Org Root that the operator made. */
    static Set<String> readAtStart(String instance, MastioInstanceSpec spec) {
        Names names = new Names(instance);
        Map<String, Reference> given = new LinkedHashMap<>();
        addReadAtStart(given, spec);
        Set<String> secrets = new LinkedHashSet<>(List.of(names.secrets(), names.soak()));
        secrets.addAll(given.keySet());
        return secrets;
    }

    private static Map<String, Reference> references(MastioInstanceSpec spec) {
        Map<String, Reference> references = new LinkedHashMap<>();
        if (spec.tls().secretName() != null) {
            add(references, spec.tls().secretName(), "spec.tls.secretName", Set.of(CERTIFICATE, PRIVATE_KEY));
        }
        addReadAtStart(references, spec);
        return references;
    }

    private static void addReadAtStart(Map<String, Reference> references, MastioInstanceSpec spec) {
        Storage.Postgres postgres = spec.storage().postgres();
        if (postgres != null && spec.storage().type() == Storage.Type.POSTGRES) {
            add(
                    references,
                    postgres.secretName(),
                    "spec.storage.postgres.secretName",
                    // An original takes user and password in the URL, and nowhere else.
                    spec.edge() == null
                            ? Set.of(DATABASE_URL, DATABASE_USERNAME, DATABASE_PASSWORD)
                            : Set.of(DATABASE_URL));
        }
        if (spec.edge() != null && spec.edge().secretName() != null) {
            add(references, spec.edge().secretName(), "spec.edge.secretName", Set.of());
        }
        if (spec.licenseSecretName() != null) {
            add(references, spec.licenseSecretName(), "spec.licenseSecretName", Set.of(LICENSE));
        }
        if (spec.pki().secretName() != null) {
            Reference root = new Reference("spec.pki.secretName", Set.of(OrgRootEntries.CERTIFICATE), true);
            references.merge(spec.pki().secretName(), root, Reference::and);
        }
    }

    /** One Secret may serve several purposes; then it must hold the entries of all. */
    private static void add(Map<String, Reference> references, String secret, String path, Set<String> keys) {
        references.merge(secret, new Reference(path, keys, false), Reference::and);
    }

    /**
     * Who names a Secret, and what for.
     *
     * @param keys entries that it must have
     * @param orgRoot whether it must have what signs for the Org Root as well
     */
    private record Reference(String path, Set<String> keys, boolean orgRoot) {
        Reference and(Reference other) {
            Set<String> both = new TreeSet<>(keys);
            both.addAll(other.keys);
            return new Reference(path + ", " + other.path, both, orgRoot || other.orgRoot);
        }

        Set<String> absent(Set<String> present) {
            Set<String> absent = new TreeSet<>(keys);
            absent.removeAll(present);
            if (orgRoot) absent.addAll(OrgRootEntries.missing(present));
            return absent;
        }
    }

    private MountedSecrets() {}
}
