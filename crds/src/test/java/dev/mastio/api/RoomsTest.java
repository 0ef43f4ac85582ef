package dev.mastio.api;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.fabric8.kubernetes.client.CustomResource;
import org.junit.jupiter.api.Test;

/** The API is values: it knows Kubernetes' own types and annotations, nothing else of ours and no client. */
class RoomsTest {

    private static final JavaClasses ALL =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.mastio");

    @Test
    void theApiIsThisModuleAndNothingElseOfOurs() {
        classes().should().resideInAPackage("dev.mastio.api").check(ALL);
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("dev.mastio..").and(not(resideInAPackage("dev.mastio.api"))))
                .check(ALL);
    }

    @Test
    void theApiKnowsModelAndAnnotationsOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "java.lang..",
                                "java.io",
                                "java.util..",
                                "dev.mastio.api",
                                "org.jspecify.annotations",
                                "com.fasterxml.jackson.annotation",
                                "io.fabric8.generator.annotation",
                                "io.fabric8.crd.generator.annotation",
                                "io.fabric8.kubernetes.api.model..",
                                "io.fabric8.kubernetes.model.annotation")
                        .or(com.tngtech.archunit.core.domain.JavaClass.Predicates.type(CustomResource.class)))
                .check(ALL);
    }
}
