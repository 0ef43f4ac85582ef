package dev.mastio.suite.conformance.fuzz;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Plays a sequence and tells at which step the servers differ, if they do. */
@FunctionalInterface
interface Player {

    Optional<Finding> play(List<Step> steps) throws IOException, InterruptedException;
}
