package dev.mastio.local.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mastio.local.loop.Key;
import dev.mastio.local.loop.Mirrors;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The objects of a namespace that pods take data from. */
record Sources(Mirrors mirrors, String namespace) {

    /** The bytes of a ConfigMap by key; empty if there is none and the caller can do without. */
    Optional<Map<String, byte[]>> configMap(String name, boolean optional) {
        ConfigMap map = mirrors.configMaps().get(new Key(namespace, name));
        if (map == null) {
            return missing("configmap", name, optional);
        }
        Map<String, byte[]> bytes = new HashMap<>();
        if (map.getData() != null) {
            map.getData().forEach((key, text) -> bytes.put(key, text.getBytes(UTF_8)));
        }
        if (map.getBinaryData() != null) {
            map.getBinaryData()
                    .forEach((key, text) -> bytes.put(key, Base64.getDecoder().decode(text)));
        }
        return Optional.of(bytes);
    }

    Optional<Map<String, byte[]>> secret(String name, boolean optional) {
        Secret secret = mirrors.secrets().get(new Key(namespace, name));
        if (secret == null) {
            return missing("secret", name, optional);
        }
        Map<String, byte[]> bytes = new HashMap<>();
        if (secret.getData() != null) {
            secret.getData()
                    .forEach((key, text) -> bytes.put(key, Base64.getDecoder().decode(text)));
        }
        return Optional.of(bytes);
    }

    private Optional<Map<String, byte[]>> missing(String kind, String name, boolean optional) {
        if (optional) {
            return Optional.empty();
        }
        throw new NotYet("%s \"%s\" not found".formatted(kind, name));
    }

    /** The directory that a claim is bound to. */
    Path claim(String name) {
        PersistentVolumeClaim claim = mirrors.claims().get(new Key(namespace, name));
        if (claim == null) {
            throw new NotYet("persistentvolumeclaim \"%s\" not found".formatted(name));
        }
        String volume = claim.getSpec().getVolumeName();
        PersistentVolume bound = volume == null ? null : mirrors.volumes().get(new Key("", volume));
        if (bound == null || bound.getSpec().getHostPath() == null) {
            throw new NotYet("persistentvolumeclaim \"%s\" is not bound to a directory".formatted(name));
        }
        return Path.of(bound.getSpec().getHostPath().getPath());
    }
}
