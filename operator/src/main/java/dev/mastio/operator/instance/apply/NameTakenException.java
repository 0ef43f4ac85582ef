package dev.mastio.operator.instance.apply;

import dev.mastio.operator.desired.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.Serial;
import java.util.stream.Collectors;

/** An object that the instance needs exists under that name and belongs to somebody else. */
public final class NameTakenException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String explanation;

    private NameTakenException(String explanation) {
        super(explanation);
        this.explanation = explanation;
    }

    /** Of an object that can be made again, whoever makes it. */
    static NameTakenException of(HasMetadata object, String owner) {
        return new NameTakenException(
                taken(object, owner) + ": remove or rename it, or give the instance another name");
    }

    /** Of one that may hold the only key of a store, or the store: whoever follows an advice to remove it loses that. */
    static NameTakenException ofKept(HasMetadata object, String owner, String instance) {
        return new NameTakenException(
                "%s: give the instance another name; or, if it was made for this instance, label it %s=%s %s=%s %s=%s, and do not delete it, because what it holds can't be made again"
                        .formatted(
                                taken(object, owner),
                                Labels.NAME,
                                Labels.MASTIO,
                                Labels.INSTANCE,
                                instance,
                                Labels.MANAGED_BY,
                                Labels.OPERATOR));
    }

    /**
     * Of a Job that does not count as the instance's.
     *
     * @param willGo whether it has an owner, which is not the instance; else its owner or its labels were taken away
     */
    public static NameTakenException ofJob(Job job, boolean willGo) {
        return willGo ? ofLeft(job) : of(job, "somebody else");
    }

    /** Of one that goes by itself, as whose it was is gone; changed, it would stay, with all that is in it. */
    static NameTakenException ofLeft(HasMetadata object) {
        return new NameTakenException(taken(object, owners(object))
                + ", not to this instance: it is waited for that it is taken away, as it is with its owner");
    }

    /** The same of one that may hold the only key of a store, or the store: where its owner lives it never goes, and must not be made to. */
    static NameTakenException ofKeptLeft(HasMetadata object) {
        return new NameTakenException(
                taken(object, owners(object))
                        + ", not to this instance: if that was deleted, it is waited for that this is taken away with it; if not, and it was made for this instance, remove its ownerReferences, and do not delete it, because what it holds can't be made again");
    }

    private static String owners(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .map(owner -> owner.getKind() + " " + owner.getName())
                .collect(Collectors.joining(" and "));
    }

    private static String taken(HasMetadata object, String owner) {
        return object.getKind() + " " + object.getMetadata().getName() + " exists and belongs to " + owner;
    }

    /** What is taken, by whom, and what to do. */
    public String explanation() {
        return explanation;
    }
}
