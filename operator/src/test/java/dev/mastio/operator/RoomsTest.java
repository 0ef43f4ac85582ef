package dev.mastio.operator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.Serial;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which room of the operator may know which. What decides is pure, so that it can be tested without a cluster and read without fear. */
class RoomsTest {

    private static final String[] PURE = {
        "dev.mastio.operator.autoscale..",
        "dev.mastio.operator.capacity..",
        "dev.mastio.operator.desired..",
        "dev.mastio.operator.soak.."
    };

    private static final JavaClasses OPERATOR =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.mastio.operator");

    @Test
    void pureRoomsKnowNoClusterNoNetworkNoFilesAndNoThreads() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "io.fabric8.kubernetes.client..",
                                "io.javaoperatorsdk..",
                                "io.micrometer..",
                                "org.slf4j..",
                                "java.net..",
                                "java.io..",
                                "java.nio.file..",
                                "java.nio.channels..",
                                "java.util.concurrent..")
                        // Every exception class has a serial number, and the instance is a custom resource of the
                        // client.
                        .and(not(type(Serial.class)))
                        .and(not(type(CustomResource.class))))
                .check(OPERATOR);
    }

    @Test
    void pureRoomsAreToldTheTime() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(OPERATOR);
    }

    @Test
    void pureRoomsKnowOnlyPureRooms() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat(resideInAPackage("dev.mastio.operator..").and(not(resideInAnyPackage(PURE))))
                .check(OPERATOR);
    }

    @Test
    void onlyTheTlsRoomKnowsBouncyCastle() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.mastio.operator.tls..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bouncycastle..")
                .check(OPERATOR);
    }

    @Test
    void roomsKnowEachOtherInOneDirectionOnly() {
        SlicesRuleDefinition.slices()
                .matching("dev.mastio.operator.(*)..")
                .should()
                .beFreeOfCycles()
                .check(OPERATOR);
    }

    @Test
    void buildersOfDesiredObjectsHaveNoState() {
        ArchRule rule = classes()
                .that()
                .resideInAPackage("dev.mastio.operator.desired..")
                .and()
                .haveSimpleNameStartingWith("Desired")
                .should()
                .haveOnlyFinalFields()
                .andShould()
                .haveOnlyPrivateConstructors();
        rule.check(OPERATOR);
    }
}
