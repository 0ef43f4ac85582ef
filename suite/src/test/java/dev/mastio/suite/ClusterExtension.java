package dev.mastio.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** One cluster with the operator installed from {@code manifests/} for all tests of a run; each test gets a namespace. */
final class ClusterExtension implements ParameterResolver, TestExecutionExceptionHandler {

    private static final Namespace STORE = Namespace.create(ClusterExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestNamespace.class;
    }

    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestCluster cluster = context.getRoot()
                .getStore(STORE)
                .computeIfAbsent(Start.class, key -> Start.attempt(), Start.class)
                .cluster();
        return context.getStore(STORE)
                .computeIfAbsent(
                        TestNamespace.class,
                        key -> namespaceOn(cluster, context.getRequiredTestClass()),
                        TestNamespace.class);
    }

    /** A failure tells what the namespace held, which goes with the test. */
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        TestNamespace namespace = context.getStore(STORE).get(TestNamespace.class, TestNamespace.class);
        if (namespace == null || failure instanceof TestAbortedException) throw failure;
        String report;
        try {
            report = NamespaceReport.of(namespace);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            throw failure;
        }
        throw new AssertionError("%s%n%s".formatted(failure.getMessage(), report), failure);
    }

    private static TestNamespace namespaceOn(TestCluster cluster, Class<?> test) {
        try {
            TestNamespace namespace = TestNamespace.create(cluster);
            if (!test.isAnnotationPresent(Unserved.class)) namespace.serve();
            return namespace;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The one attempt to start a cluster: where it failed, the next test would fail after as long a time. */
    private record Start(
            @Nullable TestCluster started, @Nullable Exception trouble) implements AutoCloseable {

        static Start attempt() {
            try {
                Path state = Files.createTempDirectory("mastio-suite-");
                return new Start(
                        TestCluster.start(Distribution.fromProperties().withState(state), Backend.fromProperties()),
                        null);
            } catch (Exception e) {
                return new Start(null, e);
            }
        }

        TestCluster cluster() {
            if (started == null) throw new IllegalStateException("no cluster to test on", trouble);
            return started;
        }

        @Override
        public void close() throws IOException {
            if (started != null) started.close();
        }
    }
}
