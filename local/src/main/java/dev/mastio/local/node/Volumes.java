package dev.mastio.local.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;

import dev.mastio.local.files.FileTree;
import dev.mastio.local.files.FileTree.Content;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The volumes of a pod as directories, and their mounts as links to them.
 *
 * @param identity the files by which the pod proves who it is, by name
 */
record Volumes(PodFolder folder, Sources sources, Downward downward, Map<String, byte[]> identity) {

    static final String ACCOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";
    private static final String ACCOUNT_VOLUME = "service-account";
    private static final int READABLE = 0644;

    /** Brings all volumes up to date; the first call makes them. */
    void refresh() throws IOException {
        FileTree.sync(folder.volume(ACCOUNT_VOLUME), contents(identity, List.of(), READABLE));
        for (Volume volume : downward.pod().getSpec().getVolumes()) {
            try {
                refresh(volume);
            } catch (NotYet e) {
                throw new NotYet(
                        "MountVolume.SetUp failed for volume \"%s\" : %s".formatted(volume.getName(), e.getMessage()));
            }
        }
    }

    private void refresh(Volume volume) throws IOException {
        Path place = folder.volume(volume.getName());
        Map<String, Content> files = new HashMap<>();
        if (volume.getPersistentVolumeClaim() != null) {
            link(place, sources.claim(volume.getPersistentVolumeClaim().getClaimName()));
            return;
        } else if (volume.getHostPath() != null) {
            link(place, Path.of(volume.getHostPath().getPath()));
            return;
        } else if (volume.getEmptyDir() != null) {
            Files.createDirectories(place);
            return;
        } else if (volume.getConfigMap() != null) {
            var map = volume.getConfigMap();
            sources.configMap(map.getName(), isTrue(map.getOptional()))
                    .ifPresent(data -> files.putAll(contents(data, map.getItems(), mode(map.getDefaultMode()))));
        } else if (volume.getSecret() != null) {
            var secret = volume.getSecret();
            sources.secret(secret.getSecretName(), isTrue(secret.getOptional()))
                    .ifPresent(data -> files.putAll(contents(data, secret.getItems(), mode(secret.getDefaultMode()))));
        } else if (volume.getDownwardAPI() != null) {
            volume.getDownwardAPI().getItems().forEach(item -> files.put(item.getPath(), content(item)));
        } else if (volume.getProjected() != null) {
            int mode = mode(volume.getProjected().getDefaultMode());
            volume.getProjected().getSources().forEach(source -> files.putAll(projection(source, mode)));
        } else {
            throw new NotYet("the embedded cluster has no volumes of this type");
        }
        FileTree.sync(place, files);
    }

    private Map<String, Content> projection(VolumeProjection source, int mode) {
        Map<String, Content> files = new HashMap<>();
        if (source.getConfigMap() != null) {
            var map = source.getConfigMap();
            sources.configMap(map.getName(), isTrue(map.getOptional()))
                    .ifPresent(data -> files.putAll(contents(data, map.getItems(), mode)));
        } else if (source.getSecret() != null) {
            var secret = source.getSecret();
            sources.secret(secret.getName(), isTrue(secret.getOptional()))
                    .ifPresent(data -> files.putAll(contents(data, secret.getItems(), mode)));
        } else if (source.getDownwardAPI() != null) {
            source.getDownwardAPI().getItems().forEach(item -> files.put(item.getPath(), content(item)));
        } else if (source.getServiceAccountToken() != null) {
            byte[] token = requireNonNullElse(identity.get("token"), new byte[0]);
            files.put(source.getServiceAccountToken().getPath(), new Content(token, mode));
        } else {
            throw new NotYet("the embedded cluster has no projected volumes of this type");
        }
        return files;
    }

    private static Map<String, Content> contents(Map<String, byte[]> data, @Nullable List<KeyToPath> items, int mode) {
        Map<String, Content> files = new HashMap<>();
        if (items == null || items.isEmpty()) {
            data.forEach((key, bytes) -> files.put(key, new Content(bytes, mode)));
            return files;
        }
        for (KeyToPath item : items) {
            byte[] bytes = Optional.ofNullable(data.get(item.getKey()))
                    .orElseThrow(() -> new NotYet("references non-existent key: " + item.getKey()));
            files.put(item.getPath(), new Content(bytes, requireNonNullElse(item.getMode(), mode)));
        }
        return files;
    }

    private Content content(DownwardAPIVolumeFile item) {
        String text = item.getFieldRef() != null
                ? downward.field(item.getFieldRef().getFieldPath())
                : Downward.resource(
                        container(item.getResourceFieldRef().getContainerName()), item.getResourceFieldRef());
        return new Content(text.getBytes(UTF_8), requireNonNullElse(item.getMode(), READABLE));
    }

    private Container container(String name) {
        return downward.pod().getSpec().getContainers().stream()
                .filter(container -> container.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new NotYet("resourceFieldRef names no container of the pod: " + name));
    }

    /** Makes a container's mounts appear below its root. */
    void mount(Container container, Program program, MountPaths paths) throws IOException {
        for (String own : program.volumes()) {
            Files.createDirectories(paths.place(own).getParent());
        }
        link(paths.place(ACCOUNT_PATH), folder.volume(ACCOUNT_VOLUME));
        for (VolumeMount mount : container.getVolumeMounts()) {
            Path volume = folder.volume(mount.getName());
            Path target = mount.getSubPath() == null ? volume : volume.resolve(mount.getSubPath());
            if (mount.getSubPath() != null && !Files.exists(target)) {
                Files.createDirectories(target);
            }
            link(paths.place(mount.getMountPath()), target);
        }
        for (String own : program.volumes()) {
            if (!Files.exists(paths.place(own))) {
                Files.createDirectories(paths.place(own));
            }
        }
    }

    private static void link(Path place, Path target) throws IOException {
        Files.createDirectories(place.getParent());
        if (!Files.isSymbolicLink(place)) {
            Files.createSymbolicLink(place, target);
        }
    }

    private static int mode(@Nullable Integer mode) {
        return requireNonNullElse(mode, READABLE);
    }

    private static boolean isTrue(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value);
    }
}
