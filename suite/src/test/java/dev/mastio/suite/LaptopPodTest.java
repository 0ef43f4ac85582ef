package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.MastioHardwareClass;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LaptopPodTest {

    private final GoldenPod golden = GoldenPod.of("postgres", "shop");

    @Test
    void hasTheFlagsThatTheOperatorComputes() throws Exception {
        assertThat(LaptopPod.JVM_FLAGS).isEqualTo(golden.settings().get("JAVA_TOOL_OPTIONS"));
    }

    @Test
    void isOfTheClassThatIsShipped() throws Exception {
        String shipped = Files.readString(Path.of("../manifests/classes/laptop.yaml"));

        assertThat(hardware(golden.given().split("(?m)^---$", 2)[0])).isEqualTo(hardware(shipped));
    }

    private static @Nullable Object hardware(String manifest) {
        return Serialization.unmarshal(manifest, MastioHardwareClass.class)
                .getSpec()
                .resources();
    }
}
