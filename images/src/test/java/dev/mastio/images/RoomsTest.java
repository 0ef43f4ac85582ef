package dev.mastio.images;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

/** Images are made of jars as they lie there: of what is in them nothing is known here. */
class RoomsTest {

    private static final JavaClasses IMAGES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.mastio");

    @Test
    void imagesAreOneRoomThatKnowsNoProgram() {
        classes().should().resideInAPackage("dev.mastio.images").check(IMAGES);
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("dev.mastio..").and(not(resideInAPackage("dev.mastio.images"))))
                .check(IMAGES);
    }

    @Test
    void whatGoesIntoALayerIsFoundWithoutJib() {
        noClasses()
                .that()
                .haveSimpleName("Closure")
                .or()
                .haveSimpleName("JavaRuntime")
                .or()
                .haveSimpleName("NativeLibraries")
                .or()
                .haveSimpleName("ShippedNames")
                .or()
                .haveSimpleName("Folders")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google.cloud.tools.jib..")
                .check(IMAGES);
    }
}
