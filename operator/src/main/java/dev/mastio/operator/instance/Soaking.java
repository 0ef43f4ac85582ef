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
import dev.mastio.operator.soak.RunToken;
import dev.mastio.operator.soak.SoakDecision;
import dev.mastio.operator.soak.SoakHealth;
import dev.mastio.operator.soak.SoakObservation;
import dev.mastio.operator.soak.SoakPlan;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The soak planner's answer for one instance in one pass, and what is said about it. */
record Soaking(SoakDecision decision) {

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
        return new Soaking(SoakPlan.of(spec).decide(seen, now));
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
