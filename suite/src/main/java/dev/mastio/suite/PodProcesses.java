package dev.mastio.suite;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.List;

/** The processes behind pods. */
public interface PodProcesses {

    /** Those of the only or first container of a pod; none if it does not run. */
    List<ProcessHandle> of(Pod pod) throws IOException;
}
