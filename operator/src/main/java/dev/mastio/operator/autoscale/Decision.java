package dev.mastio.operator.autoscale;

import dev.mastio.api.Autoscaling.Mode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the autoscaler says. Status, event and metric are written from it without further judgement.
 *
 * @param mode mode that it was made in
 * @param current replicas before the decision
 * @param replicas what the Deployment shall have: in modes Advisory and Off this is {@code spec.replicas}
 * @param recommended what the rate asks for; the same as {@code replicas} in mode Auto
 * @param reason why, as one word
 * @param limits what kept it from following the rate
 * @param message why, as a sentence with the numbers
 * @param nextCheck when the passing of time alone could change the decision, at the latest
 * @param facts the four conditions, in the order of {@link Fact.Type}
 * @param seen what it was decided on
 */
public record Decision(
        Mode mode,
        int current,
        int replicas,
        int recommended,
        Reason reason,
        Set<Limit> limits,
        String message,
        Instant nextCheck,
        List<Fact> facts,
        Optional<Observation> seen) {

    public Decision {
        limits = Set.copyOf(limits);
        facts = List.copyOf(facts);
    }

    /** The autoscaler itself changes the number of replicas: worth an event. In other modes the user does. */
    public boolean scales() {
        return mode == Mode.Auto && replicas != current;
    }

    /** The same where the Deployment could not be given the number: there are as many as before, and nothing has changed. */
    public Decision held() {
        return scales()
                ? new Decision(mode, current, current, current, reason, limits, message, nextCheck, facts, seen)
                : this;
    }
}
