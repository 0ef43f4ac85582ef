package dev.mastio.suite;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One cluster with the operator installed from {@code manifests/} for all tests of a run; each test gets a namespace. */
final class ClusterExtension implements ParameterResolver {

    private static final Namespace STORE = Namespace.create(ClusterExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestNamespace.class;
    }

    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestCluster cluster = context.getRoot()
                .getStore(STORE)
                .computeIfAbsent(TestCluster.class, key -> startCluster(), TestCluster.class);
        return context.getStore(STORE)
                .computeIfAbsent(TestNamespace.class, key -> TestNamespace.create(cluster), TestNamespace.class);
    }

    private static TestCluster startCluster() {
        Distribution distribution = Distribution.fromProperties();
        try {
            Path state = Files.createTempDirectory("mastio-suite-");
            return TestCluster.start(distribution.withState(state), Backend.fromProperties());
        } catch (Exception e) {
            throw new IllegalStateException("no cluster to test on: " + e.getMessage(), e);
        }
    }
}
