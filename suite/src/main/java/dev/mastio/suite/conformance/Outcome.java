package dev.mastio.suite.conformance;

import dev.mastio.suite.conformance.pair.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came of one call.
 *
 * @param known the differences that are accepted, and why
 * @param unknown those that nobody has accepted
 * @param gone places at which a difference was expected and is none
 */
record Outcome(Call call, List<KnownDifferences.Entry> known, List<Difference> unknown, List<String> gone) {

    static Outcome of(Call call, List<Difference> differences, KnownDifferences accepted) {
        List<KnownDifferences.Entry> known = new ArrayList<>();
        List<Difference> unknown = new ArrayList<>();
        for (Difference difference : differences) {
            Optional<KnownDifferences.Entry> entry = accepted.covering(call.id(), difference);
            if (entry.isEmpty()) unknown.add(difference);
            else if (!known.contains(entry.get())) known.add(entry.get());
        }
        List<String> gone = new ArrayList<>();
        for (KnownDifferences.Entry entry : accepted.of(call.id()))
            for (Place place : entry.places().getOrDefault(call.id(), List.of()))
                if (!place.isShownBy(differences)) gone.add(place.toString());
        return new Outcome(call, known, unknown, gone);
    }

    boolean isAsExpected() {
        return unknown.isEmpty() && gone.isEmpty();
    }

    boolean isSame() {
        return isAsExpected() && known.isEmpty();
    }
}
