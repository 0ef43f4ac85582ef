package dev.mastio.operator.instance.apply;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.api.HardwareClassSpec;
import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.operator.capacity.Capacity;
import dev.mastio.operator.desired.Images;
import dev.mastio.operator.desired.InstancePlan;
import dev.mastio.operator.instance.apply.Dependents.Account;
import dev.mastio.operator.instance.apply.Dependents.OrgRoot;
import dev.mastio.operator.instance.look.StoppingException;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.managed.ManagedWorkflowAndDependentResourceContext;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoppingTest {

    static Stream<PlannedResource<?>> dependents() {
        return Stream.of(new Account(), new OrgRoot());
    }

    /** The SDK ends the threads that begin with dependents only after it has closed all watches; until then they would go on. */
    @ParameterizedTest
    @MethodSource("dependents")
    void nothingIsBegunOnceTheOperatorStops(PlannedResource<?> dependent) {
        MastioInstance instance = new MastioInstance();
        instance.setMetadata(
                new ObjectMetaBuilder().withName("demo").withNamespace("shop").build());
        Context<MastioInstance> context = passOf(blueprint(instance));

        assertThatThrownBy(() -> dependent.reconcile(instance, context)).isInstanceOf(StoppingException.class);
    }

    private static Blueprint blueprint(MastioInstance instance) {
        MastioInstanceSpec spec = MastioInstanceSpec.of("standard-8");
        HardwareClassSpec machine = new HardwareClassSpec(null, 8, new Quantity("8Gi"), null, null);
        InstancePlan plan = new InstancePlan(
                instance.getMetadata().getName(),
                instance.getMetadata().getNamespace(),
                "uid",
                spec,
                Capacity.of("standard-8", machine, spec.workload()),
                new Images("proxy", "1", "soak:1"),
                OptionalInt.of(1),
                Map.of(),
                false,
                Optional.empty(),
                true,
                false);
        return new Blueprint(
                plan,
                "",
                "",
                false,
                Optional.empty(),
                Optional.of(new Secret()),
                new Secret(),
                new Secret(),
                Map.of(),
                false,
                false,
                () -> true);
    }

    /** What a dependent asks of a pass before it does anything: its blueprint. Anything else fails. */
    @SuppressWarnings("unchecked") // a proxy of Context is one of Context<MastioInstance>
    private static Context<MastioInstance> passOf(Blueprint blueprint) {
        ManagedWorkflowAndDependentResourceContext known =
                answering(ManagedWorkflowAndDependentResourceContext.class, Map.of("getMandatory", blueprint));
        return answering(Context.class, Map.of("managedWorkflowAndDependentResourceContext", known));
    }

    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, _) -> {
            if (!answers.containsKey(method.getName())) throw new UnsupportedOperationException(method.getName());
            return answers.get(method.getName());
        }));
    }
}
