package dev.mastio.local.controllers;

import dev.mastio.local.files.FileTree;
import dev.mastio.local.loop.Key;
import dev.mastio.local.loop.Loop;
import dev.mastio.local.loop.Mirrors;
import dev.mastio.local.loop.Recorder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Gives each claim a directory of its own, as a PersistentVolume. The directory goes with the claim unless the volume's
 * reclaim policy was set to Retain; it never goes under a pod that still uses it.
 */
final class Claims implements Controller {

    private final Mirrors mirrors;
    private final Recorder events;
    private final Path volumes;
    private final Loop loop = new Loop("claims", 1, this::reconcile);

    Claims(Mirrors mirrors, Recorder events, Path volumes) {
        this.mirrors = mirrors;
        this.events = events;
        this.volumes = volumes;
        Triggers.onEach(mirrors.claims(), loop);
        mirrors.volumes().onChange((old, now) -> {
            if (now != null && now.getSpec().getClaimRef() != null) {
                loop.add(claimOf(now));
            }
        });
        mirrors.pods().onChange((old, now) -> {
            if (now == null && old != null) {
                old.getSpec().getVolumes().stream()
                        .filter(volume -> volume.getPersistentVolumeClaim() != null)
                        .forEach(volume -> loop.add(Key.of(
                                old.getMetadata().getNamespace(),
                                volume.getPersistentVolumeClaim().getClaimName())));
            }
        });
    }

    private static Key claimOf(PersistentVolume volume) {
        return Key.of(
                volume.getSpec().getClaimRef().getNamespace(),
                volume.getSpec().getClaimRef().getName());
    }

    private Optional<Duration> reconcile(Key key) {
        PersistentVolumeClaim claim = mirrors.claims().get(key);
        if (claim != null && !PodFacts.isLeaving(claim)) {
            bind(claim);
        }
        mirrors.volumes().list().stream()
                .filter(volume -> volume.getSpec().getClaimRef() != null)
                .filter(volume -> claimOf(volume).equals(key))
                .filter(volume -> claim == null
                        || !claim.getMetadata()
                                .getUid()
                                .equals(volume.getSpec().getClaimRef().getUid()))
                .forEach(volume -> reclaim(volume, key));
        return Optional.empty();
    }

    private void bind(PersistentVolumeClaim claim) {
        Key key = Key.of(claim);
        String name = "pvc-" + claim.getMetadata().getUid();
        if (mirrors.volumes().get(Key.of("", name)) == null) {
            Path directory = volumes.resolve(key.namespace() + "_" + key.name() + "_" + name);
            create(directory);
            PersistentVolume volume = mirrors.volumes().create(volume(claim, name, directory));
            phase(volume, "Bound");
            events.normal(claim, "ProvisioningSucceeded", "Successfully provisioned volume " + name);
        }
        PersistentVolumeClaim bound = name.equals(claim.getSpec().getVolumeName())
                ? claim
                : mirrors.claims()
                        .update(new PersistentVolumeClaimBuilder(claim)
                                .editSpec()
                                .withVolumeName(name)
                                .endSpec()
                                .build());
        mirrors.claims()
                .updateStatus(new PersistentVolumeClaimBuilder(bound)
                        .withNewStatus()
                        .withPhase("Bound")
                        .withAccessModes(claim.getSpec().getAccessModes())
                        .withCapacity(claim.getSpec().getResources().getRequests())
                        .endStatus()
                        .build());
    }

    private static PersistentVolume volume(PersistentVolumeClaim claim, String name, Path directory) {
        return new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withCapacity(claim.getSpec().getResources().getRequests())
                .withAccessModes(claim.getSpec().getAccessModes())
                .withPersistentVolumeReclaimPolicy("Delete")
                .withStorageClassName(claim.getSpec().getStorageClassName())
                .withNewHostPath()
                .withPath(directory.toString())
                .endHostPath()
                .withNewClaimRef()
                .withApiVersion("v1")
                .withKind("PersistentVolumeClaim")
                .withNamespace(claim.getMetadata().getNamespace())
                .withName(claim.getMetadata().getName())
                .withUid(claim.getMetadata().getUid())
                .endClaimRef()
                .endSpec()
                .build();
    }

    private void phase(PersistentVolume volume, String phase) {
        mirrors.volumes()
                .updateStatus(new PersistentVolumeBuilder(volume)
                        .editOrNewStatus()
                        .withPhase(phase)
                        .endStatus()
                        .build());
    }

    private void reclaim(PersistentVolume volume, Key claim) {
        if ("Retain".equals(volume.getSpec().getPersistentVolumeReclaimPolicy())) {
            phase(volume, "Released");
        } else if (isUnused(claim)) {
            mirrors.volumes().delete(volume);
            delete(Path.of(volume.getSpec().getHostPath().getPath()));
        }
    }

    private boolean isUnused(Key claim) {
        return mirrors.pods().inNamespace(claim.namespace()).stream()
                .flatMap(pod -> pod.getSpec().getVolumes().stream())
                .filter(volume -> volume.getPersistentVolumeClaim() != null)
                .noneMatch(volume ->
                        claim.name().equals(volume.getPersistentVolumeClaim().getClaimName()));
    }

    private static void create(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("no directory for a volume at " + directory, e);
        }
    }

    private static void delete(Path directory) {
        try {
            FileTree.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clear the volume at " + directory, e);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
