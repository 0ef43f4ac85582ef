package dev.mastio.suite;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which package may know which; the programs are known to none. */
class RoomsTest {

    private static final JavaClasses SUITE =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.mastio.suite");

    @Test
    void programsAreOnlyStartedAndTheirManifestsApplied() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.mastio.operator..",
                        "dev.mastio.proxy..",
                        "dev.mastio.bench..",
                        "dev.mastio.local..",
                        "dev.mastio.images..")
                .check(SUITE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "measure", "rights", "conformance"})
    void aCommandIsKnownToItselfAndToMain(String command) {
        String room = "dev.mastio.suite." + command + "..";
        classes()
                .that()
                .resideInAPackage(room)
                .should()
                .onlyHaveDependentClassesThat(resideInAPackage(room).or(type(Main.class)))
                .check(SUITE);
    }

    @Test
    void thePairKnowsNobodyAndTheFuzzerThePairOnly() {
        noClasses()
                .that()
                .resideInAPackage("dev.mastio.suite.conformance.pair")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.mastio.suite.conformance", "dev.mastio.suite.conformance.fuzz")
                .check(SUITE);
        noClasses()
                .that()
                .resideInAPackage("dev.mastio.suite.conformance.fuzz")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.mastio.suite.conformance")
                .check(SUITE);
    }

    @Test
    void hollowNodesKnowNoCommand() {
        noClasses()
                .that()
                .resideInAPackage("dev.mastio.suite.hollow")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.mastio.suite..")
                        .and(resideInAPackage("dev.mastio.suite.hollow").negate()))
                .check(SUITE);
    }

    @Test
    void helloIsAProgramOfItsOwnAndAloneKnowsTheHttpServer() {
        noClasses()
                .that()
                .resideInAPackage("dev.mastio.suite.hello")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.mastio..")
                        .and(resideInAPackage("dev.mastio.suite.hello").negate()))
                .check(SUITE);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.mastio.suite.hello")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.undertow..", "org.xnio..")
                .check(SUITE);
    }
}
