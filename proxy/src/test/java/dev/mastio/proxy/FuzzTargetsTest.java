package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A target without stored inputs runs on nothing in the suite, and one that {@code fuzz.sh} does not name is never searched. */
class FuzzTargetsTest {

    private static final Path TESTS = Path.of("src/test/java");
    private static final Path INPUTS = Path.of("src/test/resources");

    @TestFactory
    Stream<DynamicTest> eachHasStoredInputs() throws Exception {
        return targets().stream()
                .map(target -> DynamicTest.dynamicTest(named(target), () -> {
                    Path inputs = INPUTS.resolve(
                                    target.getDeclaringClass().getName().replace('.', '/') + "Inputs")
                            .resolve(target.getName());

                    assertThat(inputs).isNotEmptyDirectory();
                }));
    }

    @Test
    void theScriptSearchesWithAllOfThem() throws Exception {
        // One alone stands without braces, which the shell would leave there.
        List<String> searched = Pattern.compile("(\\w+FuzzTest#)(?:\\{(\\w+(?:,\\w+)+)}|(\\w+))")
                .matcher(Files.readString(Path.of("fuzz.sh")))
                .results()
                .flatMap(match -> Arrays.stream(
                                (match.group(2) == null ? match.group(3) : match.group(2)).split(",", -1))
                        .map(name -> match.group(1) + name))
                .toList();

        assertThat(searched)
                .containsExactlyInAnyOrderElementsOf(
                        targets().stream().map(FuzzTargetsTest::named).toList());
    }

    @Test
    void thePageOnHostileInputsNamesTheirClasses() throws Exception {
        assertThat(Files.readString(Path.of("../docs/security/hostile-inputs.md")))
                .contains(targets().stream()
                        .map(target -> "`" + target.getDeclaringClass().getSimpleName() + "`")
                        .distinct()
                        .toList());
    }

    private static List<Method> targets() throws Exception {
        try (Stream<Path> files = Files.walk(TESTS)) {
            List<Method> targets = files.filter(file -> file.toString().endsWith("FuzzTest.java"))
                    .map(file -> TESTS.relativize(file).toString())
                    .map(file ->
                            file.substring(0, file.length() - ".java".length()).replace('/', '.'))
                    .flatMap(name -> Arrays.stream(declared(name).getDeclaredMethods()))
                    .filter(method -> method.isAnnotationPresent(FuzzTest.class))
                    .toList();
            assertThat(targets).isNotEmpty();
            return targets;
        }
    }

    private static Class<?> declared(String name) {
        try {
            return Class.forName(name, false, FuzzTargetsTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static String named(Method target) {
        return target.getDeclaringClass().getSimpleName() + "#" + target.getName();
    }
}
