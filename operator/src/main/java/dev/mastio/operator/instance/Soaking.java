package dev.mastio.operator.instance;

import dev.mastio.api.Api;
import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceStatus.SoakRun;
import dev.mastio.api.MastioInstanceStatus.SoakStatus;
import dev.mastio.api.MastioInstanceStatus.Verdict;
import dev.mastio.api.Soak;
import dev.mastio.operator.instance.look.SoakRuns;
import dev.mastio.operator.instance.look.Surroundings;
import dev.mastio.operator.instance.report.Claim;
import dev.mastio.operator.instance.report.Claim.Truth;
import dev.mastio.operator.instance.report.ConditionType;
import dev.mastio.operator.instance.report.News;
import dev.mastio.operator.soak.ObservedRun;
import dev.mastio.operator.soak.RunToken;
import dev.mastio.operator.soak.SoakDecision;
import dev.mastio.operator.soak.SoakHealth;
import dev.mastio.operator.soak.SoakObservation;
import dev.mastio.operator.soak.SoakPlan;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The soak planner's answer for one instance in one pass, and what is said about it. */
record Soaking(SoakDecision decision) {

    private static final Logger LOG = LoggerFactory.getLogger(Soaking.class);

    static Soaking decide(
            MastioInstance instance, Soak spec, Surroundings around, @Nullable SoakStatus before, Instant now) {
        Map<Boolean, List<Job>> jobs = around.soakJobs();
        List<Pod> pods = around.soakPods();
        SoakObservation seen = new SoakObservation(
                instance.getMetadata().getName(),
                token(instance),
                Optional.ofNullable(before),
                around.soakSchedule().map(SoakRuns::schedule),
                SoakRuns.of(jobs.getOrDefault(true, List.of()), pods),
                SoakRuns.of(jobs.getOrDefault(false, List.of()), pods));
        SoakObservation heard = ask(jobs.getOrDefault(true, List.of()), around, seen, now);
        return new Soaking(SoakPlan.of(spec).decide(heard, now));
    }

    /** A verdict is recorded once and for good, so no cache alone decides that there is none. */
    private static SoakObservation ask(Collection<Job> jobs, Surroundings around, SoakObservation seen, Instant now) {
        Set<String> unheard =
                SoakPlan.unheard(seen, now).stream().map(ObservedRun::name).collect(Collectors.toSet());
        if (unheard.isEmpty()) return seen;
        try {
            return seen.with(SoakRuns.certain(jobs, around.soakPodsNow()).stream()
                    .filter(run -> unheard.contains(run.name()))
                    .collect(Collectors.toMap(ObservedRun::name, run -> run)));
        } catch (KubernetesClientException noAnswer) {
            LOG.debug("how soaks ended is asked again later", noAnswer);
            return seen;
        }
    }

    Claim claim() {
        return claim(decision.health());
    }

    /** What to say where no soak is declared: nothing, unless a run was asked for that has not been made. */
    static Optional<Claim> undeclared(MastioInstance instance, @Nullable SoakStatus before) {
        String handled = before == null ? null : before.handledToken();
        return token(instance).filter(token -> !token.text().equals(handled)).map(_ -> claim(SoakHealth.notDeclared()));
    }

    private static Optional<RunToken> token(MastioInstance instance) {
        return RunToken.of(instance.getMetadata().getAnnotations().get(Api.RUN_SOAK));
    }

    private static Claim claim(SoakHealth health) {
        return new Claim(
                ConditionType.SoakHealthy,
                Truth.valueOf(health.status()),
                health.reason().name(),
                health.message());
    }

    static News news(SoakRun run) {
        String reason = "Soak" + run.verdict();
        String message = run.name() + ": " + run.reason() + ": " + run.message();
        return run.verdict() == Verdict.Passed ? News.normal(reason, message) : News.warning(reason, message);
    }
}
