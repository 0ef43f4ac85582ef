package dev.mastio.bench;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which package may know which. */
class RoomsTest {

    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.mastio.bench");

    @Test
    void keepsTheEngineFreeOfEverythingAboveIt() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.mastio..")
                .layer("commands")
                .definedBy("dev.mastio.bench")
                .layer("auth")
                .definedBy("dev.mastio.bench.auth..")
                .layer("soak")
                .definedBy("dev.mastio.bench.soak..")
                .layer("calibrate")
                .definedBy("dev.mastio.bench.calibrate..")
                .layer("report")
                .definedBy("dev.mastio.bench.report..")
                .layer("scenario")
                .definedBy("dev.mastio.bench.scenario..")
                .layer("observe")
                .definedBy("dev.mastio.bench.observe..")
                .layer("load")
                .definedBy("dev.mastio.bench.load..")
                .withOptionalLayers(true)
                .whereLayer("commands")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("auth")
                .mayOnlyBeAccessedByLayers("commands")
                .whereLayer("soak")
                .mayOnlyBeAccessedByLayers("commands")
                .whereLayer("calibrate")
                .mayOnlyBeAccessedByLayers("commands", "soak")
                .whereLayer("report")
                .mayOnlyBeAccessedByLayers("commands", "soak")
                .whereLayer("scenario")
                .mayOnlyBeAccessedByLayers("commands", "report", "soak")
                .whereLayer("observe")
                .mayOnlyBeAccessedByLayers("commands", "report", "soak")
                .whereLayer("load")
                .mayOnlyBeAccessedByLayers("commands", "auth", "calibrate", "report", "scenario", "soak")
                .ensureAllClassesAreContainedInArchitecture()
                .check(PROGRAM);
    }
}
