package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for the checkout as a whole. */
class RepositoryTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");
    private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
    private static final int LONGEST_CLASS = 400;

    @Test
    void everyLinkInTheDocumentationLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : files(".md")) {
            Matcher link = LINK.matcher(CODE.matcher(Files.readString(page)).replaceAll(""));
            while (link.find()) {
                Path target = page.resolveSibling(link.group(1)).normalize();
                if (!Files.exists(target)) broken.add(ROOT.relativize(page) + " -> " + link.group(1));
            }
        }
        assertThat(broken).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"crds", "operator", "proxy", "benchmarks", "local", "images", "suite"})
    void everyModuleTellsWhatItIs(String module) {
        assertThat(ROOT.resolve(module).resolve("README.md")).exists();
    }

    @Test
    void noClassHasOutgrownItsIdea() throws IOException {
        List<String> outgrown = new ArrayList<>();
        for (Path source : files(".java")) {
            if (source.toString().contains("/src/main/")
                    && Files.readAllLines(source).size() > LONGEST_CLASS) {
                outgrown.add(ROOT.relativize(source).toString());
            }
        }
        assertThat(outgrown).isEmpty();
    }

    @Test
    void everyDecisionHasANumberOfItsOwn() throws IOException {
        List<String> numbers = files(".md").stream()
                .filter(page -> page.toString().contains("/docs/decisions/"))
                .map(page -> page.getFileName().toString().substring(0, 3))
                .toList();

        assertThat(numbers).doesNotHaveDuplicates().allMatch(number -> number.matches("\\d{3}"));
    }

    @Test
    void everyNamespaceThatIsShippedTakesRestrictedPodsOnly() throws IOException {
        List<String> namespaces = new ArrayList<>();
        for (Path manifest : files(".yaml"))
            if (manifest.startsWith(ROOT.resolve("manifests")))
                for (String object : Files.readString(manifest).split("(?m)^---$", -1))
                    if (object.lines().anyMatch("kind: Namespace"::equals)) namespaces.add(object);

        assertThat(namespaces)
                .isNotEmpty()
                .allSatisfy(object ->
                        assertThat(object).contains("\n    pod-security.kubernetes.io/enforce: restricted\n"));
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> tree = Files.walk(ROOT)) {
            return tree.filter(path -> path.toString().endsWith(ending))
                    .filter(path -> !path.toString().contains("/target/")
                            && !path.toString().contains("/.git/"))
                    .sorted()
                    .toList();
        }
    }
}
