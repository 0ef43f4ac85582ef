package dev.mastio.operator.instance;

import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceStatus;
import dev.mastio.api.MastioInstanceStatus.SoakRun;
import dev.mastio.operator.instance.Pass.Outcome;
import dev.mastio.operator.instance.apply.Dependents;
import dev.mastio.operator.instance.apply.IsPlanned;
import dev.mastio.operator.instance.look.GoneException;
import dev.mastio.operator.instance.look.Sources;
import dev.mastio.operator.instance.look.StoppingException;
import dev.mastio.operator.instance.look.Surroundings;
import dev.mastio.operator.instance.look.Targets;
import dev.mastio.operator.observe.ObservationSource;
import dev.mastio.operator.observe.ReadinessAnswers;
import dev.mastio.operator.observe.Readyz;
import dev.mastio.operator.ops.Heartbeat.Beat;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Workflow;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Dependent;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look at one instance: choose what to work from, carry it out, report. */
@Workflow(
        explicitInvocation = true,
        handleExceptionsInReconciler = true,
        dependents = {
            @Dependent(
                    name = "settings",
                    type = Dependents.Settings.class,
                    useEventSourceWithName = Sources.CONFIG_MAPS,
                    // Some of them are sealed with that key: where it can't be kept, each pass would have another one,
                    // and write them anew.
                    dependsOn = "soak-key"),
            @Dependent(
                    name = "account",
                    type = Dependents.Account.class,
                    useEventSourceWithName = Sources.SERVICE_ACCOUNTS),
            @Dependent(name = "data-port", type = Dependents.DataPort.class, useEventSourceWithName = Sources.SERVICES),
            // After the Secret with the store's key, so that a store without one is never a new one.
            @Dependent(
                    name = "data",
                    type = Dependents.Data.class,
                    useEventSourceWithName = Sources.CLAIMS,
                    dependsOn = "secrets"),
            @Dependent(name = "pki", type = Dependents.Pki.class, useEventSourceWithName = Sources.SECRETS),
            @Dependent(name = "org-root", type = Dependents.OrgRoot.class, useEventSourceWithName = Sources.SECRETS),
            // After the Org Root, so that where this Secret speaks of one that is not there, it was lost.
            @Dependent(
                    name = "secrets",
                    type = Dependents.Secrets.class,
                    useEventSourceWithName = Sources.SECRETS,
                    dependsOn = "org-root"),
            @Dependent(name = "soak-key", type = Dependents.SoakKey.class, useEventSourceWithName = Sources.SECRETS),
            // Last of the proxy's, so that its pods find what they mount.
            @Dependent(
                    name = "proxies",
                    type = Dependents.Proxies.class,
                    useEventSourceWithName = Sources.DEPLOYMENTS,
                    dependsOn = {"settings", "account", "data", "pki", "org-root", "secrets", "soak-key"}),
            @Dependent(
                    name = "budget",
                    type = Dependents.Budget.class,
                    useEventSourceWithName = Sources.BUDGETS,
                    reconcilePrecondition = IsPlanned.class),
            @Dependent(
                    name = "network",
                    type = Dependents.Network.class,
                    useEventSourceWithName = Sources.NETWORK_POLICIES,
                    reconcilePrecondition = IsPlanned.class),
            @Dependent(
                    name = "soak-account",
                    type = Dependents.SoakAccount.class,
                    useEventSourceWithName = Sources.SERVICE_ACCOUNTS,
                    reconcilePrecondition = IsPlanned.class),
            @Dependent(
                    name = "soak-rights",
                    type = Dependents.SoakRights.class,
                    useEventSourceWithName = Sources.ROLES,
                    reconcilePrecondition = IsPlanned.class),
            @Dependent(
                    name = "soak-binding",
                    type = Dependents.SoakBinding.class,
                    useEventSourceWithName = Sources.ROLE_BINDINGS,
                    reconcilePrecondition = IsPlanned.class,
                    // The API server looks up what a binding hands out, and refuses one of a role that is not there.
                    dependsOn = {"soak-account", "soak-rights"}),
            @Dependent(
                    name = "soak-reports",
                    type = Dependents.SoakReports.class,
                    useEventSourceWithName = Sources.CONFIG_MAPS),
            @Dependent(
                    name = "soak-schedule",
                    type = Dependents.SoakSchedule.class,
                    useEventSourceWithName = Sources.CRON_JOBS,
                    reconcilePrecondition = IsPlanned.class,
                    // A run that starts at once needs its rights.
                    dependsOn = {"soak-key", "soak-binding", "soak-reports"})
        })
public final class InstanceReconciler implements Reconciler<MastioInstance> {

    private static final Logger LOG = LoggerFactory.getLogger(InstanceReconciler.class);

    private static final Duration SOONEST = Duration.ofMillis(500);

    private final Equipment equipment;
    private final StatusWriter writer;
    private @Nullable Sources sources;
    private @Nullable ObservationSource traffic;
    private @Nullable ReadinessAnswers readiness;

    public InstanceReconciler(Equipment equipment) {
        this.equipment = equipment;
        this.writer = new StatusWriter(equipment.events());
    }

    /** This process acts from now on. */
    public void lead() {
        Objects.requireNonNull(traffic).lead();
    }

    @Override
    public List<EventSource<?, MastioInstance>> prepareEventSources(EventSourceContext<MastioInstance> context) {
        Sources seen = new Sources(context, equipment.stopping());
        sources = seen;
        traffic = new ObservationSource(
                id -> Targets.of(seen, id), seen::exists, equipment.metrics().registry(), equipment.clock());
        List<EventSource<?, MastioInstance>> all = new ArrayList<>(seen.all());
        readiness = new ReadinessAnswers(new Readyz()::ask, equipment.clock());
        all.add(traffic);
        all.add(readiness);
        all.add(new Departures(equipment, seen));
        return all;
    }

    @Override
    public UpdateControl<MastioInstance> reconcile(MastioInstance instance, Context<MastioInstance> context) {
        Instant now = equipment.clock().instant();
        try (Beat _ = equipment.heartbeat().begin()) {
            Outcome outcome = pass(instance, context, now).run();
            writer.write(instance, outcome.status(), context);
            outcome.finished().forEach(run -> tell(instance, run));
            count(instance, outcome.status(), now);
            if (outcome.failure().isPresent())
                throw UnfinishedException.because(outcome.failure().get());
            Duration next = Duration.between(now, outcome.lookAgain());
            return UpdateControl.<MastioInstance>noUpdate()
                    .rescheduleAfter(next.compareTo(SOONEST) < 0 ? SOONEST : next);
        } catch (StoppingException end) {
            return UpdateControl.noUpdate();
        } catch (GoneException gone) {
            // After watches were cut, no event may tell of one of the same name.
            return UpdateControl.<MastioInstance>noUpdate().rescheduleAfter(SOONEST);
        }
    }

    /** The one way of every error: a reason in the status, and another try by the SDK, without end. */
    @Override
    public ErrorStatusUpdateControl<MastioInstance> updateErrorStatus(
            MastioInstance instance, Context<MastioInstance> context, Exception failure) {
        boolean said = Failures.root(failure) instanceof UnfinishedException || Failures.isRace(failure);
        if (!said && exists(instance) && !equipment.stopping().getAsBoolean()) {
            Instant now = equipment.clock().instant();
            MastioInstanceStatus status = StatusReport.nothing(instance, List.of(Failures.claim(failure)), now);
            try {
                writer.write(instance, status, context);
                count(instance, status, now);
            } catch (GoneException gone) {
                LOG.debug("nobody asks for its status any more", gone);
            }
        }
        return ErrorStatusUpdateControl.noStatusUpdate();
    }

    /** Instances that an operator has looked after, so many at most. */
    List<MastioInstance> known(int limit) {
        return Objects.requireNonNull(sources).known(limit);
    }

    /** A pass that decides and compares, and leaves everything as it is. */
    void rehearse(MastioInstance instance, Context<MastioInstance> context) {
        pass(instance, context, equipment.clock().instant()).rehearse();
        equipment.metrics().rehearsed();
    }

    private Pass pass(MastioInstance instance, Context<MastioInstance> context, Instant now) {
        Surroundings around = new Surroundings(Objects.requireNonNull(sources), instance);
        Work work = new Work(
                equipment,
                Objects.requireNonNull(traffic),
                Objects.requireNonNull(readiness),
                instance,
                context,
                around,
                now);
        return new Pass(equipment, instance, around, work, now);
    }

    private void tell(MastioInstance instance, SoakRun run) {
        equipment.metrics().soakEnded(run.verdict().name());
        equipment.events().say(instance, Soaking.news(run));
    }

    private void count(MastioInstance instance, MastioInstanceStatus status, Instant since) {
        Outcomes.count(
                equipment.metrics(),
                instance,
                status,
                Duration.between(since, equipment.clock().instant()),
                () -> exists(instance));
    }

    private boolean exists(MastioInstance instance) {
        return Objects.requireNonNull(sources).exists(ResourceID.fromResource(instance));
    }
}
