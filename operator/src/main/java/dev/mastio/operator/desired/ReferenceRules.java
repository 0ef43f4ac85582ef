package dev.mastio.operator.desired;

import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.api.Storage;
import dev.mastio.operator.capacity.CanonicalQuantity;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Names of other things: Secrets, images, hosts, plugins. */
final class ReferenceRules {

    static void check(String name, MastioInstanceSpec spec, Problems problems) {
        problems.addIf(
                name.length() > Names.LONGEST || !Syntax.isServiceName(name),
                "metadata.name",
                "'" + name + "' becomes the name of a Service: use at most " + Names.LONGEST
                        + " of a-z, 0-9 and '-', begin with a letter and end with a letter or digit");
        secret("spec.tls.secretName", spec.tls().secretName(), problems);
        secret("spec.pki.secretName", spec.pki().secretName(), problems);
        secret("spec.licenseSecretName", spec.licenseSecretName(), problems);
        image(spec.image(), problems);
        storage(spec.storage(), problems);
        each(
                "spec.tls.dnsNames",
                spec.tls().dnsNames(),
                Syntax::isDnsName,
                "is no DNS name: write it like mastio.example.com or *.example.com",
                problems);
        each(
                "spec.plugins",
                spec.plugins(),
                Syntax::isPluginName,
                "is no name of a plugin: use letters, digits, '-', '_' and '.', and begin with a letter or digit",
                problems);
        once("spec.plugins", spec.plugins(), problems);
    }

    private static void storage(Storage storage, Problems problems) {
        Storage.Postgres postgres = storage.postgres();
        if (storage.type() == Storage.Type.POSTGRES) {
            problems.addIf(
                    postgres == null,
                    "spec.storage.postgres",
                    "missing: storage.type postgres needs storage.postgres.secretName, a Secret with the keys url, "
                            + "username and password");
            if (postgres != null) secret("spec.storage.postgres.secretName", postgres.secretName(), problems);
        } else {
            problems.addIf(
                    postgres != null,
                    "spec.storage.postgres",
                    "given, but storage.type is sqlite: set storage.type to postgres, or remove storage.postgres");
            size(storage.sqlite().size(), problems);
        }
    }

    private static void size(Quantity size, Problems problems) {
        String path = "spec.storage.sqlite.size";
        try {
            problems.addIf(
                    size.getNumericalAmount().signum() <= 0, path, size + " holds nothing: give a size such as 1Gi");
            problems.addIf(
                    CanonicalQuantity.tooLarge(size.getNumericalAmount()),
                    path,
                    size + " is more than Kubernetes can count: give less than 8Ei");
        } catch (IllegalArgumentException malformed) {
            problems.add(path, "'" + size + "' is no quantity: write it like 1Gi");
        }
    }

    private static void secret(String path, @Nullable String name, Problems problems) {
        problems.addIf(
                name != null && !Syntax.isObjectName(name),
                path,
                "'" + name + "' can't be the name of a Secret: use a-z, 0-9, '-' and '.'");
    }

    private static void image(@Nullable String image, Problems problems) {
        if (image == null) return;
        boolean tagged = image.contains("@") || image.lastIndexOf(':') > image.lastIndexOf('/');
        problems.addIf(
                tagged,
                "spec.image",
                "'" + image + "' has a tag or a digest: leave it out, and give the tag in spec.version");
    }

    private static void each(String path, List<String> names, Predicate<String> valid, String what, Problems problems) {
        for (int i = 0; i < names.size(); i++) {
            problems.addIf(!valid.test(names.get(i)), path + "[" + i + "]", "'" + names.get(i) + "' " + what);
        }
    }

    private static void once(String path, List<String> names, Problems problems) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            problems.addIf(
                    !seen.add(names.get(i)), path + "[" + i + "]", "'" + names.get(i) + "' is given twice: remove one");
        }
    }

    private ReferenceRules() {}
}
