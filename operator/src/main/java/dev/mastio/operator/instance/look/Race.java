package dev.mastio.operator.instance.look;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/** Somebody else was quicker: what is to be changed is another version by now, or gone, or another object of its name. */
public final class Race {

    private static final int UNPROCESSABLE = 422;

    private Race() {}

    /** Whether that is all that the API server says; the next look sees what they did. */
    public static boolean isLost(KubernetesClientException refused) {
        return refused.getCode() == HttpURLConnection.HTTP_CONFLICT
                || refused.getCode() == HttpURLConnection.HTTP_NOT_FOUND
                || (refused.getCode() == UNPROCESSABLE && isOfAnother(refused.getStatus()));
    }

    /** The uid is the only thing that is said of an object that must not change and that we send for that reason. */
    private static boolean isOfAnother(@Nullable Status status) {
        return status != null
                && status.getDetails() != null
                && status.getDetails().getCauses().stream().anyMatch(cause -> "metadata.uid".equals(cause.getField()));
    }
}
