package dev.mastio.operator.instance;

import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.api.MastioInstanceStatus;
import dev.mastio.api.MastioInstanceStatus.AutoscalingStatus;
import dev.mastio.operator.autoscale.Observation;
import dev.mastio.operator.autoscale.SpecReplicas;
import dev.mastio.operator.capacity.Capacity;
import dev.mastio.operator.capacity.ReplicaCapacity;
import dev.mastio.operator.desired.InstancePlan;
import dev.mastio.operator.desired.Names;
import dev.mastio.operator.instance.Pass.Outcome;
import dev.mastio.operator.instance.apply.Annotations;
import dev.mastio.operator.instance.apply.Blueprint;
import dev.mastio.operator.instance.apply.NameTakenException;
import dev.mastio.operator.instance.look.PodTrouble;
import dev.mastio.operator.instance.look.StoppingException;
import dev.mastio.operator.instance.look.Surroundings;
import dev.mastio.operator.instance.look.Targets;
import dev.mastio.operator.instance.report.Claim;
import dev.mastio.operator.instance.report.News;
import dev.mastio.operator.instance.report.Reason;
import dev.mastio.operator.instance.report.Rollout;
import dev.mastio.operator.instance.report.Serving;
import dev.mastio.operator.instance.rollout.Standing;
import dev.mastio.operator.observe.ObservationSource;
import dev.mastio.operator.observe.ReadinessAnswers;
import dev.mastio.operator.soak.SoakPlan;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
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
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Carries out good inputs: decide, plan, apply, act, and say what came of it. */
final class Work {

    /** Name of the dependent whose object the Deployment is. */
    static final String PROXIES = "proxies";

    /** Dependents without which clients are not served, or not by what is declared. */
    static final Set<String> SERVING =
            Set.of("settings", "account", "data-port", "data", "pki", "org-root", "secrets", "soak-key", PROXIES);

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
    private final Unlabelled unlabelled;
    private final byte[] key;
    private final @Nullable AutoscalingStatus lastDecision;
    private final OptionalInt carriedOut;

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
        // A status that can't be written says less than this process knows: it must not have each retry take another
        // step.
        @Nullable AutoscalingStatus written = before.autoscaling();
        Optional<AutoscalingStatus> remembered = traffic.lastDecision(id);
        this.lastDecision = written == null ? null : remembered.orElse(written);
        // Others may write the annotation, so it counts only where this process knows nothing, or not whether it was
        // itself.
        OptionalInt annotated = Annotations.decidedReplicas(around.deployment().orElse(null));
        boolean own = annotated.isPresent() && traffic.isInDoubt(id, annotated.getAsInt());
        this.carriedOut = remembered.isEmpty() || own ? annotated : OptionalInt.empty();
        this.unlabelled = new Unlabelled(equipment.client(), instance, around.secretVersions());
        this.key = OwnSecrets.soakKey(around, () -> unlabelled.secret(new Names(id.getName()).soak()));
    }

    /** The instance's own: signs soaks, and seals what is written down of the user's Secrets. */
    byte[] key() {
        return key.clone();
    }

    /** The number to write to {@code spec.replicas} before anything else may happen, when mode Auto has just been left. */
    OptionalInt countToKeep(MastioInstanceSpec spec) {
        Mode previous = lastDecision == null ? null : lastDecision.mode();
        Rollout rollout = rollout();
        return rollout.equals(Rollout.NONE)
                ? OptionalInt.empty()
                : SpecReplicas.toWrite(previous, spec.autoscaling().mode(), spec.replicas(), rollout.wanted());
    }

    /** @param extra conditions that say on what basis this happens; they win over what the Deployment says */
    Outcome carryOut(LastGood inputs, List<Claim> extra) {
        MastioInstanceSpec spec = inputs.spec();
        Planned planned = plan(inputs);
        Scaling scaling = planned.scaling();
        Optional<Soaking> soaking = planned.soaking();
        OwnSecrets secrets = planned.secrets();
        InstancePlan plan = planned.plan();
        Optional<PodTemplateSpec> template = template();
        Applied applied = Applied.of(
                reconcile(blueprint(inputs, planned, false)),
                () -> equipment.races().excused(id, now));
        DecidedNumber number = new DecidedNumber(plan, around, context);
        boolean alone = !applied.reachedDeployment() && !equipment.stopping().getAsBoolean() && number.giveAlone();
        // Where pods would wait, it may have been left as it is.
        boolean scaled = alone || (applied.scaled() && !secrets.podsWouldWait()) || number.isGiven();
        AutoscalingStatus decided = scaling.status(scaled);
        traffic.decided(id, scaling.spec(), scaling.state(), scaling.decision(), decided, scaled);
        tell(applied, plan, scaling, scaled, secrets);
        StoppingException.throwIf(equipment.stopping());
        Optional<Claim> unstarted = start(applied, plan, soaking);
        Optional<Claim> unserved = applied.failure(SERVING::contains);
        Optional<Claim> beside =
                applied.failure(name -> !SERVING.contains(name)).or(() -> unstarted);
        // The caches show what somebody else has just changed: a report would call it served, or worse.
        if (unserved.isEmpty())
            applied.race().ifPresent(lost -> {
                throw UnfinishedException.because(lost);
            });
        if (!applied.raced()) equipment.races().forget(id);

        List<Claim> seen = new ArrayList<>(serving(spec, template.equals(template())));
        seen.addAll(scaling.claims());
        soaking.map(Soaking::claim)
                .or(() -> Soaking.undeclared(instance, before.soak()))
                .ifPresent(seen::add);
        MastioInstanceStatus status = StatusReport.full(
                instance,
                plan,
                inputs.machine().generation(),
                rollout(),
                decided,
                soaking.map(soak -> soak.decision().status())
                        .or(() -> SoakPlan.without(Optional.ofNullable(before.soak())))
                        .orElse(null),
                new Findings(seen, extra, secrets.claims(plan), unserved, beside).claims(),
                now);
        return new Outcome(
                status,
                unserved.or(() -> beside),
                soaking.map(soak -> soak.decision().finished()).orElse(List.of()),
                lookAgain(scaling, soaking, secrets));
    }

    /** Decides and compares as {@link #carryOut} does, and leaves everything as it is. */
    void rehearse(LastGood inputs) {
        reconcile(blueprint(inputs, plan(inputs), true));
    }

    /** What is decided before anything is written. */
    private record Planned(Scaling scaling, Optional<Soaking> soaking, OwnSecrets secrets, InstancePlan plan) {}

    private Planned plan(LastGood inputs) {
        MastioInstanceSpec spec = inputs.spec();
        ReplicaCapacity capacity =
                Capacity.of(inputs.machine().name(), inputs.machine().spec(), spec.workload());
        Optional<Observation> seen = traffic.observation(id);
        Scaling scaling = Scaling.decide(
                spec,
                capacity.floor().effectiveRequestsPerSecond(),
                rollout(),
                lastDecision,
                carriedOut,
                seen,
                // Since the pass began there may have been an answer, which must not be one of the future.
                equipment.clock().instant());
        Optional<Soaking> soaking = Optional.ofNullable(spec.soak())
                .map(soak -> Soaking.decide(instance, soak, around, before.soak(), now));
        InstancePlan draft = draft(inputs, capacity, scaling, soaking);
        OwnSecrets secrets = OwnSecrets.of(draft, around, unlabelled, key, storeWasUsed(), now);
        return new Planned(scaling, soaking, secrets, secrets.completing(draft));
    }

    /** Also where somebody has deleted the Deployment together with the Secret. */
    private boolean storeWasUsed() {
        @Nullable Integer pods = before.replicas();
        return (pods != null && pods > 0)
                || before.conditions().stream().anyMatch(condition -> Reason.tellsOfUse(condition.getReason()));
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
                soaking.map(soak -> soak.decision().suspendCronJob()).orElse(false),
                equipment.namespace(),
                false,
                false);
    }

    private Blueprint blueprint(LastGood inputs, Planned planned, boolean rehearsed) {
        InstancePlan plan = planned.plan();
        OwnSecrets secrets = planned.secrets();
        String edition = inputs.machine().edition();
        return new Blueprint(
                plan,
                inputs.text(),
                edition,
                Standing.unavailableBefore(around.deployment().orElse(null), edition, now),
                secrets.tls(plan),
                secrets.orgRoot(plan),
                secrets.proxy(plan),
                secrets.soak(plan),
                unlabelled.versions(),
                secrets.podsWouldWait(),
                rehearsed,
                equipment.stopping());
    }

    private WorkflowReconcileResult reconcile(Blueprint print) {
        print.handTo(context);
        return context.managedWorkflowAndDependentResourceContext().reconcileManagedWorkflow();
    }

    /** Whatever else fails: what was decided goes into the status, so the next pass would not call it news any more; unless this one is left. */
    private void tell(Applied applied, InstancePlan plan, Scaling scaling, boolean scaled, OwnSecrets secrets) {
        List<News> news = new ArrayList<>();
        if (!applied.failed().containsKey("pki")) secrets.news().ifPresent(news::add);
        if (!applied.failed().containsKey("org-root")) secrets.orgRootNews(plan).ifPresent(news::add);
        // A successor tells what is said in no status yet, but of the number that it finds it knows nothing more.
        boolean settled =
                scaling.decision().scales() ? scaled : !equipment.stopping().getAsBoolean();
        if (settled) scaling.news(lastDecision).ifPresent(news::add);
        equipment.metrics().decided(scaling.decision().reason().name());
        news.forEach(item -> equipment.events().say(instance, item));
    }

    /** A run on demand, unless what it needs itself is missing; its token stays unhandled then. */
    private Optional<Claim> start(Applied applied, InstancePlan plan, Optional<Soaking> soaking) {
        if (applied.failed().keySet().stream().anyMatch(name -> name.startsWith("soak-"))) return Optional.empty();
        try {
            soaking.flatMap(known -> known.decision().start())
                    .filter(run -> new SoakStarter(context.getClient()).start(instance, plan, run))
                    .map(run -> News.normal("SoakStarted", run.jobName() + " was started on demand"))
                    .ifPresent(item -> equipment.events().say(instance, item));
            return Optional.empty();
        } catch (KubernetesClientException | NameTakenException refused) {
            return Optional.of(Failures.claim(refused));
        }
    }

    /** Ready and Progressing of what runs, where this pass changes nothing. */
    List<Claim> serving(MastioInstanceSpec spec) {
        return serving(spec, true);
    }

    /** @param sameTemplate this pass has left the pods' template as it was */
    private List<Claim> serving(MastioInstanceSpec spec, boolean sameTemplate) {
        int least = spec.autoscaling().mode() == Mode.Auto ? spec.autoscaling().min() : spec.replicas();
        Optional<String> served = before.conditions().stream()
                .filter(condition -> sameTemplate && Reason.Available.name().equals(condition.getReason()))
                .map(Condition::getMessage)
                .findFirst();
        return Serving.claims(rollout(), least, trouble(), served);
    }

    private Optional<PodTemplateSpec> template() {
        return around.deployment().map(deployment -> deployment.getSpec().getTemplate());
    }

    /** What the pods say is wrong: first those that do not run, then those that run and do not serve. */
    private Optional<String> trouble() {
        List<Pod> pods = around.proxies();
        Optional<String> answer = readiness.ask(id, Targets.unready(Targets.of(pods)));
        return PodTrouble.of(pods).or(() -> answer.map(said -> "a pod says " + said));
    }

    /** What the Deployment says of itself, as it is now. */
    Rollout rollout() {
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
