package dev.mastio.suite.faults.plan;

import dev.mastio.api.MastioInstance;
import java.util.List;
import java.util.Optional;

/**
 * An instance and what belongs to it, as a cluster has it.
 *
 * @param replicas that its Deployment asks for; 0 without one
 * @param pods of its proxy that are ready and stay
 * @param touched what its pods' template says of how often it was changed
 */
public record Seen(Optional<MastioInstance> instance, List<Piece> pieces, int replicas, int pods, int touched) {

    /** Whether there is a soak that this token asked for. */
    public boolean hasSoakOf(String token) {
        return pieces.stream()
                .filter(Piece::isJob)
                .anyMatch(job -> job.token().filter(token::equals).isPresent());
    }
}
