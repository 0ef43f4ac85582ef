package dev.mastio.operator.instance;

import dev.mastio.operator.instance.apply.NameTakenException;
import dev.mastio.operator.instance.look.Race;
import dev.mastio.operator.instance.report.Claim;
import dev.mastio.operator.instance.report.Claim.Truth;
import dev.mastio.operator.instance.report.ConditionType;
import dev.mastio.operator.instance.report.Reason;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What a failure looks like to a user: a reason and a sentence, never the name of an exception. */
final class Failures {

    private Failures() {}

    /** The one worth reading of several. */
    static Optional<Claim> worst(Collection<Exception> failures) {
        return failures.stream().map(Failures::claim).min(Comparator.comparingInt(claim -> rank(claim.reason())));
    }

    static boolean isNameTaken(Claim failure) {
        return Reason.NameTaken.name().equals(failure.reason());
    }

    /** The same of something that clients don't need to be served. */
    static Claim degraded(Claim failure) {
        return new Claim(ConditionType.Degraded, Truth.True, failure.reason(), failure.message());
    }

    /** The SDK wraps what is thrown; this is the innermost failure. */
    static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && !(root instanceof KubernetesClientException)) {
            root = root.getCause();
        }
        return root;
    }

    /** Somebody else was quicker; the next look, which comes at once, sees what they did. Nothing that a user must know. */
    static boolean isRace(Throwable failure) {
        return root(failure) instanceof KubernetesClientException refused && Race.isLost(refused);
    }

    static Claim claim(Throwable failure) {
        return switch (root(failure)) {
            case NameTakenException taken -> Reason.NameTaken.because(taken.explanation());
            case KubernetesClientException refused -> Reason.ApiRefused.because(refusal(refused));
            default -> Reason.ReconcileError.because("an internal error; the operator's log has the details");
        };
    }

    /** The server's own words. They name fields and objects, not the contents of Secrets. */
    private static String refusal(KubernetesClientException refused) {
        if (refused.getStatus() != null && refused.getStatus().getMessage() != null) {
            return "the API server refused: " + refused.getStatus().getMessage();
        }
        return refused.getCode() <= 0
                ? "the API server could not be reached"
                : "the API server answered with " + refused.getCode();
    }

    private static int rank(String reason) {
        return switch (Reason.valueOf(reason)) {
            case NameTaken -> 0;
            case ApiRefused -> 1;
            default -> 2;
        };
    }
}
