package dev.mastio.proxy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.mastio.proxy.wire.Endpoint;
import dev.mastio.proxy.wire.Guard;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Request;
import dev.mastio.proxy.wire.Route;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RoomsTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // All of this module's classes: one is in a package of the HTTP server, whose own are in a jar.
            .importPath(Path.of("target/classes"));

    @Test
    void eachRoomKnowsOnlyTheRoomsBelowIt() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("main")
                .definedBy("dev.mastio.proxy")
                .layer("edge")
                .definedBy("dev.mastio.proxy.edge..")
                .layer("auth")
                .definedBy("dev.mastio.proxy.auth..")
                .layer("ingress")
                .definedBy("dev.mastio.proxy.ingress..")
                .layer("egress")
                .definedBy("dev.mastio.proxy.egress..")
                .layer("ops")
                .definedBy("dev.mastio.proxy.ops..")
                .layer("store")
                .definedBy("dev.mastio.proxy.store..")
                .layer("audit")
                .definedBy("dev.mastio.proxy.audit..")
                .layer("registry")
                .definedBy("dev.mastio.proxy.registry..")
                .layer("pki")
                .definedBy("dev.mastio.proxy.pki..")
                .layer("enrolment")
                .definedBy("dev.mastio.proxy.enrolment..")
                .layer("admin")
                .definedBy("dev.mastio.proxy.admin..")
                .layer("limits")
                .definedBy("dev.mastio.proxy.limits..")
                .layer("journal")
                .definedBy("dev.mastio.proxy.journal..")
                .layer("wire")
                .definedBy("dev.mastio.proxy.wire..")
                .layer("config")
                .definedBy("dev.mastio.proxy.config..")
                .layer("crypto")
                .definedBy("dev.mastio.proxy.crypto..")
                .whereLayer("main")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("edge")
                .mayOnlyBeAccessedByLayers("main")
                .whereLayer("ingress")
                .mayOnlyBeAccessedByLayers("main")
                .whereLayer("egress")
                .mayOnlyBeAccessedByLayers("main")
                .whereLayer("auth")
                .mayOnlyBeAccessedByLayers("main", "ingress", "egress")
                .whereLayer("ops")
                .mayOnlyBeAccessedByLayers(
                        "main", "edge", "wire", "audit", "pki", "enrolment", "admin", "auth", "ingress", "egress")
                .whereLayer("store")
                .mayOnlyBeAccessedByLayers("main", "ops", "registry", "audit", "pki", "enrolment", "admin", "auth")
                .whereLayer("audit")
                .mayOnlyAccessLayers("store", "wire", "ops", "crypto")
                .whereLayer("pki")
                .mayOnlyBeAccessedByLayers("main", "enrolment", "admin", "egress")
                .whereLayer("registry")
                .mayOnlyBeAccessedByLayers("main", "enrolment", "admin", "auth", "egress")
                .whereLayer("crypto")
                .mayNotAccessAnyLayer()
                .whereLayer("enrolment")
                .mayOnlyBeAccessedByLayers("main", "admin")
                .whereLayer("admin")
                .mayOnlyBeAccessedByLayers("main")
                .check(CLASSES);
    }

    @Test
    void onlyRoutesKnowRequestsAndMetrics() {
        noClasses()
                .that()
                .resideInAPackage("dev.mastio.proxy.audit..")
                .and()
                .haveSimpleNameNotEndingWith("Routes")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.mastio.proxy.ops..")
                        .or(resideInAPackage("dev.mastio.proxy.wire..")
                                .and(not(belongToAnyOf(Json.class, Refusal.class)))))
                .check(CLASSES);
    }

    @Test
    void onlyRoutesAndGuardsOfIdentityKnowRequests() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.mastio.proxy.pki..",
                        "dev.mastio.proxy.registry..",
                        "dev.mastio.proxy.enrolment..",
                        "dev.mastio.proxy.admin..")
                .and()
                .haveNameNotMatching(".*(Routes|Guard|AdminSecret|Requester).*")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.mastio.proxy.ops..")
                        .or(belongToAnyOf(Request.class, Reply.class, Route.class, Endpoint.class, Guard.class)))
                .check(CLASSES);
    }

    @Test
    void whatChecksOfflineKnowsNoDatabase() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.mastio.proxy.audit.chain..",
                        "dev.mastio.proxy.audit.proof..",
                        "dev.mastio.proxy.audit.verify..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.mastio.proxy.store..", "dev.mastio.proxy.audit", "java.sql..")
                .check(CLASSES);
    }

    @Test
    void onlyTheTwoListenersKnowTheHttpServer() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.mastio.proxy.edge",
                        "dev.mastio.proxy.edge.upstream",
                        "dev.mastio.proxy.ops",
                        "io.undertow.protocols.http2")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.undertow..", "org.xnio..")
                .check(CLASSES);
    }

    @Test
    void inAForeignPackageAreThreeClassesThatTheEdgeAloneKnows() {
        classes()
                .that()
                .resideOutsideOfPackage("dev.mastio.proxy..")
                .should()
                .haveNameMatching(
                        "io\\.undertow\\.protocols\\.http2\\.(ShutdownNotice|PunctualHttp2Channel|MalformedHead|package-info)")
                .andShould()
                .onlyHaveDependentClassesThat(
                        resideInAnyPackage("dev.mastio.proxy.edge", "io.undertow.protocols.http2"))
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.undertow..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.mastio..")
                .check(CLASSES);
    }

    @Test
    void authenticationToolsAndWhatAgentsAskDoNotKnowHttp() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.mastio.proxy.auth..", "dev.mastio.proxy.ingress..", "dev.mastio.proxy.egress..")
                .and()
                .haveSimpleNameNotEndingWith("Routes")
                .and()
                .doNotHaveSimpleName("AuthenticatedEndpoints")
                .and()
                .doNotHaveSimpleName("CallerEndpoint")
                .and()
                .doNotHaveSimpleName("CertificateEndpoint")
                .and()
                .doNotHaveSimpleName("RecordingEndpoint")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("dev\\.mastio\\.proxy\\.wire\\.(Request|Reply|Endpoint|Guard).*")
                .check(CLASSES);
    }

    @Test
    void onlyTheStoreKnowsDatabaseDrivers() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.mastio.proxy.store")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.zaxxer..", "org.postgresql..", "org.sqlite..", "org.flywaydb..")
                .check(CLASSES);
    }

    @Test
    void nothingIsSharedWithTheOperator() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.mastio.operator..", "dev.mastio.api..", "dev.mastio.bench..")
                .check(CLASSES);
    }
}
