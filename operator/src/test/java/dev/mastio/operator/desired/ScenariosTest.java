package dev.mastio.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each scenario gives exactly the objects in its folder, compared as text; {@code -Dmastio.regenerate=true} writes them anew. */
class ScenariosTest {

    @TestFactory
    Stream<DynamicContainer> scenarios() {
        return Scenario.all().stream().map(scenario -> dynamicContainer(scenario.toString(), tests(scenario)));
    }

    private static Stream<DynamicNode> tests(Scenario scenario) {
        List<HasMetadata> objects = scenario.objects(scenario.plan());
        Stream<DynamicTest> each = objects.stream()
                .map(object -> dynamicTest(fileName(object), () -> {
                    Path file = scenario.folder().resolve(fileName(object));
                    String text = Serialization.asYaml(object);
                    if (Boolean.getBoolean("mastio.regenerate")) Files.writeString(file, text);
                    assertThat(file).content().isEqualTo(text);
                }));
        return Stream.concat(each, Stream.of(dynamicTest("no file that nothing gives", () -> {
            List<String> expected = Stream.concat(
                            Stream.of("in.yaml"), objects.stream().map(ScenariosTest::fileName))
                    .toList();
            assertThat(filesOf(scenario)).containsExactlyInAnyOrderElementsOf(expected);
        })));
    }

    private static String fileName(HasMetadata object) {
        return object.getKind() + "-" + object.getMetadata().getName() + ".yaml";
    }

    private static List<String> filesOf(Scenario scenario) throws IOException {
        try (Stream<Path> files = Files.list(scenario.folder())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
