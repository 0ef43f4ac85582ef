package dev.mastio.operator.desired;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.List;
import java.util.stream.Stream;

/**
 * A volume, where a container sees it, and the settings that name its files. They belong together: a program must never
 * rely on a path baked into its image, because a node may show the volume elsewhere and then rewrites these settings.
 */
record Attachment(Volume volume, VolumeMount mount, List<EnvVar> settings) {

    private static final int READABLE_BY_GROUP = 0440;
    private static final String STATE = "/var/lib/mastio";

    Attachment {
        settings = List.copyOf(settings);
    }

    /** Server certificate and key; of a self-managed PKI never the CA's key. */
    static Attachment serverCertificate(String secret) {
        String path = "/etc/mastio/tls";
        return secret("tls", secret, path, MountedSecrets.CERTIFICATE, MountedSecrets.PRIVATE_KEY)
                .with("MASTIO_TLS_CERT_FILE", path + "/" + MountedSecrets.CERTIFICATE)
                .with("MASTIO_TLS_KEY_FILE", path + "/" + MountedSecrets.PRIVATE_KEY);
    }

    /** What only the Mastio and its administrators know; as files, because variables show in more places. */
    static Attachment secrets(String secret) {
        String path = "/etc/mastio/secrets";
        return secret("secrets", secret, path, DesiredProxySecret.ENTRIES.toArray(String[]::new))
                .with("MCP_PROXY_ADMIN_SECRET_FILE", path + "/" + MountedSecrets.ADMIN_SECRET)
                .with("MCP_PROXY_DASHBOARD_SIGNING_KEY_FILE", path + "/" + MountedSecrets.DASHBOARD_SIGNING_KEY)
                .with("MCP_PROXY_DB_ENCRYPTION_KEY_FILE", path + "/" + MountedSecrets.DB_ENCRYPTION_KEY);
    }

    /**
     * The Org Root of the organisation.
     *
     * @param entries names of those that the proxy reads
     */
    static Attachment orgRoot(String secret, List<String> entries) {
        String path = "/etc/mastio/pki";
        return secret("pki", secret, path, entries.toArray(String[]::new)).with("MASTIO_PKI_DIR", path);
    }

    /**
     * The CA by which a client knows the server.
     *
     * @param entry name of the one with its certificate; the others of the Secret are not mounted
     */
    static Attachment certificateAuthority(String secret, String entry) {
        String path = "/etc/mastio/ca";
        return secret("ca", secret, path, entry).with("MASTIO_SOAK_CA_FILE", path + "/" + entry);
    }

    /** The key that signs and checks soak tokens. */
    static Attachment soakKey(String secret) {
        String path = "/etc/mastio/soak";
        return secret("soak-key", secret, path, MountedSecrets.SOAK_KEY)
                .with("MASTIO_SOAK_KEY_FILE", path + "/" + MountedSecrets.SOAK_KEY);
    }

    static Attachment license(String secret) {
        String path = "/etc/mastio/license";
        return secret("license", secret, path, MountedSecrets.LICENSE)
                .with("CULLIS_LICENSE_PATH", path + "/" + MountedSecrets.LICENSE);
    }

    /** State and audit log of an SQLite store. */
    static Attachment data(String claim) {
        return volumeOf(claim).with("MCP_PROXY_DATABASE_URL", "sqlite:///" + STATE + "/mastio.db");
    }

    /** The same of an original: in a file of its own, because it could not read ours. */
    static Attachment originalsData(String claim) {
        return volumeOf(claim).with("MCP_PROXY_DATABASE_URL", "sqlite+aiosqlite:///" + STATE + "/original.db");
    }

    private static Attachment volumeOf(String claim) {
        Volume volume = new VolumeBuilder()
                .withName("data")
                .withNewPersistentVolumeClaim()
                .withClaimName(claim)
                .endPersistentVolumeClaim()
                .build();
        return new Attachment(volume, mount("data", STATE, false), List.of());
    }

    /** Where an original writes the certificates of its Org CA, by which its edge knows clients. */
    static Attachment organisation(boolean readOnly) {
        String path = "/var/lib/mastio-certificates";
        return new Attachment(emptyDirectory("certificates", "1Mi"), mount("certificates", path, readOnly), List.of())
                .with("MCP_PROXY_NGINX_CERT_DIR", path);
    }

    /** The only place where a container may write; the JVM and native libraries unpack into it. */
    static Attachment temporary() {
        return temporary("tmp");
    }

    /** The same of an original: not the same directory, because the two trust each other no further than they must. */
    static Attachment originalsTemporary() {
        return temporary("original-tmp").with("HOME", "/tmp");
    }

    private static Attachment temporary(String name) {
        return new Attachment(emptyDirectory(name, "256Mi"), mount(name, "/tmp", false), List.of());
    }

    private static Volume emptyDirectory(String name, String most) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .withNewSizeLimit(most)
                .endEmptyDir()
                .build();
    }

    private static Attachment secret(String name, String secret, String path, String... keys) {
        List<KeyToPath> items =
                Stream.of(keys).map(key -> new KeyToPath(key, null, key)).toList();
        Volume volume = new VolumeBuilder()
                .withName(name)
                .withNewSecret()
                .withSecretName(secret)
                .withDefaultMode(READABLE_BY_GROUP)
                .withItems(items)
                .endSecret()
                .build();
        return new Attachment(volume, mount(name, path, true), List.of());
    }

    private static VolumeMount mount(String name, String path, boolean readOnly) {
        VolumeMountBuilder mount = new VolumeMountBuilder().withName(name).withMountPath(path);
        return readOnly ? mount.withReadOnly(true).build() : mount.build();
    }

    private Attachment with(String name, String value) {
        List<EnvVar> more = Stream.concat(settings.stream(), Stream.of(Env.value(name, value)))
                .toList();
        return new Attachment(volume, mount, more);
    }
}
