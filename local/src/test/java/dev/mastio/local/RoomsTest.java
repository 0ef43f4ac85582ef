package dev.mastio.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class RoomsTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.mastio.local");

    @Test
    void controllersAndNodeAreClientsOfTheApiAndStrangersToEachOther() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("front")
                .definedBy("dev.mastio.local")
                .layer("api")
                .definedBy("dev.mastio.local.api", "dev.mastio.local.api.(**)")
                .layer("logs")
                .definedBy("dev.mastio.local.api.logs")
                .layer("controllers")
                .definedBy("dev.mastio.local.controllers")
                .layer("node")
                .definedBy("dev.mastio.local.node")
                .layer("net")
                .definedBy("dev.mastio.local.net")
                .layer("loop")
                .definedBy("dev.mastio.local.loop")
                .layer("files")
                .definedBy("dev.mastio.local.files")
                .whereLayer("front")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("controllers")
                .mayOnlyBeAccessedByLayers("front")
                .whereLayer("node")
                .mayOnlyBeAccessedByLayers("front")
                .whereLayer("net")
                .mayOnlyBeAccessedByLayers("front", "node")
                .whereLayer("loop")
                .mayOnlyBeAccessedByLayers("front", "controllers", "node", "net")
                .check(CLASSES);
    }

    @Test
    void ofTheApiTheNodeKnowsHowToServeLogsOnly() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.mastio.local.controllers",
                        "dev.mastio.local.node",
                        "dev.mastio.local.net",
                        "dev.mastio.local.loop")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.mastio.local.api",
                        "dev.mastio.local.api.fields..",
                        "dev.mastio.local.api.http..",
                        "dev.mastio.local.api.kinds..",
                        "dev.mastio.local.api.objects..",
                        "dev.mastio.local.api.store..",
                        "dev.mastio.local.api.wire..")
                .check(CLASSES);
    }

    @Test
    void nothingKnowsTheOperatorOrTheProxy() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.mastio.operator..", "dev.mastio.proxy..", "dev.mastio.bench..", "dev.mastio.api..")
                .check(CLASSES);
    }
}
