package dev.mastio.operator.instance;

import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.api.MastioInstanceStatus;
import dev.mastio.api.MastioInstanceStatus.AutoscalingStatus;
import dev.mastio.operator.autoscale.SpecReplicas;
import dev.mastio.operator.capacity.Capacity;
import dev.mastio.operator.capacity.ReplicaCapacity;
import dev.mastio.operator.desired.InstancePlan;
import dev.mastio.operator.instance.Pass.Outcome;
import dev.mastio.operator.instance.apply.Blueprint;
import dev.mastio.operator.instance.look.PodTrouble;
import dev.mastio.operator.instance.look.Surroundings;
import dev.mastio.operator.instance.look.Targets;
import dev.mastio.operator.instance.report.Claim;
import dev.mastio.operator.instance.report.News;
import dev.mastio.operator.instance.report.Rollout;
import dev.mastio.operator.instance.report.Serving;
import dev.mastio.operator.observe.ObservationSource;
import dev.mastio.operator.observe.ReadinessAnswers;
import dev.mastio.operator.soak.SoakPlan;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.workflow.WorkflowReconcileResult;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out good inputs: decide, plan, apply, act, and say what came of it. */
final class Work {

    private static final Logger LOG = LoggerFactory.getLogger(Work.class);

    /** What a pod says of why it is not ready changes without an event. */
    private static final Duration WHILE_UNREADY = Duration.ofSeconds(15);

    private final Equipment equipment;
    private final ObservationSource traffic;
    private final ReadinessAnswers readiness;
    private final MastioInstance instance;
    private final ResourceID id;
    private final Context<MastioInstance> context;
    private final Surroundings around;
    private final Instant now;
    private final MastioInstanceStatus before;

    Work(
            Equipment equipment,
            ObservationSource traffic,
            ReadinessAnswers readiness,
            MastioInstance instance,
            Context<MastioInstance> context,
            Surroundings around,
            Instant now) {
        this.equipment = equipment;
        this.traffic = traffic;
        this.readiness = readiness;
        this.instance = instance;
        this.id = ResourceID.fromResource(instance);
        this.context = context;
        this.around = around;
        this.now = now;
        this.before = StatusReport.before(instance);
    }

    /** The number to write to {@code spec.replicas} before anything else may happen, when mode Auto has just been left. */
    OptionalInt countToKeep(MastioInstanceSpec spec) {
        AutoscalingStatus scaling = before.autoscaling();
        Mode previous = scaling == null ? null : scaling.mode();
        Rollout rollout = rollout();
        return rollout.equals(Rollout.NONE)
                ? OptionalInt.empty()
                : SpecReplicas.toWrite(previous, spec.autoscaling().mode(), spec.replicas(), rollout.wanted());
    }

    /** @param extra conditions that say on what basis this happens; they win over what the Deployment says */
    Outcome carryOut(LastGood inputs, List<Claim> extra) {
        MastioInstanceSpec spec = inputs.spec();
        ReplicaCapacity capacity =
                Capacity.of(inputs.machine().name(), inputs.machine().spec(), spec.workload());
        Scaling scaling = Scaling.decide(
                spec,
                capacity.floor().effectiveRequestsPerSecond(),
                rollout(),
                before.autoscaling(),
                traffic.observation(id),
                now);
        Optional<Soaking> soaking = Optional.ofNullable(spec.soak())
                .map(soak -> Soaking.decide(instance, soak, around, before.soak(), now));

        InstancePlan draft = draft(inputs, capacity, scaling, soaking);
        OwnSecrets secrets = OwnSecrets.of(draft, around, now);
        InstancePlan plan = secrets.completing(draft);
        Optional<Claim> failure = apply(inputs, plan, secrets);
        if (failure.isEmpty()) act(plan, scaling, soaking, secrets);

        List<Claim> claims = claims(spec, scaling, soaking);
        extra.forEach(claim -> replace(claims, claim));
        failure.ifPresent(claim -> replace(claims, claim));
        MastioInstanceStatus status = StatusReport.full(
                instance,
                plan,
                inputs.machine().generation(),
                rollout(),
                scaling.status(now),
                soaking.map(soak -> soak.decision().status())
                        .or(() -> SoakPlan.without(Optional.ofNullable(before.soak())))
                        .orElse(null),
                claims,
                now);
        traffic.decided(id, scaling.spec(), scaling.state(), scaling.decision());
        return new Outcome(status, failure, lookAgain(scaling, soaking, secrets));
    }

    private InstancePlan draft(LastGood inputs, ReplicaCapacity capacity, Scaling scaling, Optional<Soaking> soaking) {
        return new InstancePlan(
                id.getName(),
                id.getNamespace().orElseThrow(),
                instance.getMetadata().getUid(),
                inputs.spec(),
                capacity,
                equipment.images(),
                OptionalInt.of(scaling.decision().replicas()),
                inputs.secrets(),
                soaking.map(soak -> soak.decision().suspendCronJob()).orElse(false));
    }

    private Optional<Claim> apply(LastGood inputs, InstancePlan plan, OwnSecrets secrets) {
        new Blueprint(
                        plan,
                        inputs.text(),
                        inputs.machine().edition(),
                        secrets.tls(plan),
                        secrets.proxy(plan),
                        secrets.soak(plan))
                .handTo(context);
        WorkflowReconcileResult result =
                context.managedWorkflowAndDependentResourceContext().reconcileManagedWorkflow();
        result.getErroredDependents()
                .forEach((dependent, failure) -> LOG.warn("{} could not be applied", dependent.name(), failure));
        return Failures.worst(result.getErroredDependents().values());
    }

    /** What has no desired state: runs to start, and news. */
    private void act(InstancePlan plan, Scaling scaling, Optional<Soaking> soaking, OwnSecrets secrets) {
        List<News> news = new ArrayList<>();
        secrets.news().ifPresent(news::add);
        scaling.news(before.autoscaling()).ifPresent(news::add);
        if (scaling.isNew(before.autoscaling()))
            equipment.metrics().decided(scaling.decision().reason().name());
        soaking.map(Soaking::decision).ifPresent(decision -> {
            decision.start().ifPresent(run -> {
                if (new SoakStarter(context.getClient()).start(plan, run))
                    news.add(News.normal("SoakStarted", run.jobName() + " was started on demand"));
            });
            decision.finished().forEach(run -> {
                equipment.metrics().soakEnded(run.verdict().name());
                news.add(Soaking.news(run));
            });
        });
        news.forEach(item -> equipment.events().say(instance, item));
    }

    private List<Claim> claims(MastioInstanceSpec spec, Scaling scaling, Optional<Soaking> soaking) {
        int least = spec.autoscaling().mode() == Mode.Auto ? spec.autoscaling().min() : spec.replicas();
        List<Claim> claims = new ArrayList<>(Serving.claims(rollout(), least, trouble()));
        claims.addAll(scaling.claims());
        soaking.map(Soaking::claim).ifPresent(claims::add);
        return claims;
    }

    /** What the pods say is wrong: first those that do not run, then those that run and do not serve. */
    private Optional<String> trouble() {
        List<Pod> pods = around.proxies();
        Optional<String> answer = readiness.ask(id, Targets.unready(Targets.of(pods)));
        return PodTrouble.of(pods).or(() -> answer.map(said -> "a pod says " + said));
    }

    private static void replace(List<Claim> claims, Claim claim) {
        claims.removeIf(other -> other.type() == claim.type());
        claims.add(claim);
    }

    private Rollout rollout() {
        @Nullable Deployment deployment = around.deployment().orElse(null);
        return Rollout.of(deployment);
    }

    private Instant lookAgain(Scaling scaling, Optional<Soaking> soaking, OwnSecrets secrets) {
        boolean unready = !Targets.unready(Targets.of(around.proxies())).isEmpty();
        return Stream.of(
                        scaling.decision().nextCheck(),
                        soaking.flatMap(known -> known.decision().lookAgain()).orElse(Instant.MAX),
                        secrets.renewAt(),
                        unready ? now.plus(WHILE_UNREADY) : Instant.MAX)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }
}
