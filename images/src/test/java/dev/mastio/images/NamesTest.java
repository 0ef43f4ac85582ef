package dev.mastio.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @Test
    void imagesAreCalledAsTheManifestsCallThem() throws Exception {
        ShippedNames names = ShippedNames.in(Path.of("../manifests/operator/deployment.yaml"));

        assertThat(names.of("proxy")).matches("ghcr\\.io/mastio/proxy:\\d+\\.\\d+\\.\\d+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"eclipse-temurin", "eclipse-temurin:25-jre", "eclipse-temurin@sha256:1234"})
    void aBaseThatCanBeMovedIsRefused(String reference) {
        assertThatThrownBy(() -> new Base.Pinned(reference)).hasMessageContaining("by its digest");
    }

    @ParameterizedTest
    @CsvSource({
        "org/sqlite/native/Linux/{0}/libsqlitejdbc.so, true",
        "META-INF/native/libconscrypt_openjdk_jni-linux-{0}.so, true",
        "org/sqlite/native/Linux-Musl/{0}/libsqlitejdbc.so, false",
        "org/sqlite/native/Linux/riscv64/libsqlitejdbc.so, false",
        "org/sqlite/native/Mac/{0}/libsqlitejdbc.dylib, false"
    })
    void onlyNativeCodeForThisKindOfMachineCounts(String entry, boolean ours) {
        String machine = System.getProperty("os.arch").replace("amd64", "x86_64");

        assertThat(NativeLibraries.isOurs(entry.replace("{0}", machine))).isEqualTo(ours);
    }
}
