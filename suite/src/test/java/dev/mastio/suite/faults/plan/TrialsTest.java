package dev.mastio.suite.faults.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TrialsTest {

    private static final Set<Deed> EVERYTHING = EnumSet.allOf(Deed.class);

    @Test
    void theSameSeedTriesTheSameAndAnotherSomethingElse() {
        assertThat(Trials.withKills(7, 50, EVERYTHING, true))
                .isEqualTo(Trials.withKills(7, 50, EVERYTHING, true))
                .isNotEqualTo(Trials.withKills(8, 50, EVERYTHING, true));
    }

    @Test
    void killsAsOftenAsItWasToldNeitherMoreNorLess() {
        for (int kills = 1; kills < 40; kills++)
            assertThat(Trials.withKills(3, kills, EVERYTHING, true).stream()
                            .mapToInt(Trial::kills)
                            .sum())
                    .isEqualTo(kills);
    }

    @Test
    void killsInTheMiddleOfEverythingThatCanBeDone() {
        Set<Deed> deeds = Trials.withKills(1, 300, EVERYTHING, true).stream()
                .filter(trial -> trial.kill().isPresent())
                .map(Trial::deed)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Deed.class)));

        assertThat(deeds).containsExactlyInAnyOrder(Deed.values());
    }

    @Test
    void killsInTheMiddleOfNothingElseThanItWasTold() {
        List<Trial> trials = Trials.withKills(1, 300, EnumSet.of(Deed.CREATE, Deed.SOAK), true);

        assertThat(trials.stream().mapToInt(Trial::kills).sum()).isEqualTo(300);
        assertThat(trials)
                .filteredOn(trial -> trial.kills() > 0)
                .extracting(Trial::deed)
                .containsOnly(Deed.CREATE, Deed.SOAK);
        assertThat(trials).extracting(Trial::deed).contains(Deed.SCALE, Deed.TOUCH);
    }

    @Test
    void onlyWhatIsThereIsChangedAndNothingIsLeft() {
        Map<String, Wanted> there = new HashMap<>();
        for (Trial trial : Trials.withKills(5, 300, EVERYTHING, true)) {
            String name = trial.wanted().name();
            if (trial.deed() == Deed.CREATE) assertThat(there).doesNotContainKey(name);
            else assertThat(there).containsKey(name);
            if (trial.deed() == Deed.DELETE) there.remove(name);
            else there.put(name, trial.wanted());
        }
        assertThat(there).isEmpty();
    }

    @Test
    void aTokenAsksOnce() {
        List<String> tokens = Trials.withKills(5, 300, EVERYTHING, true).stream()
                .filter(trial -> trial.deed() == Deed.SOAK)
                .map(trial -> trial.wanted().tokens().getLast())
                .toList();

        assertThat(tokens).hasSizeGreaterThan(20);
        assertThat(new HashSet<>(tokens)).hasSameSizeAs(tokens);
    }

    @Test
    void replicasFallOnlyWhereTheirUserScalesDown() {
        Map<String, Integer> there = new HashMap<>();
        for (Trial trial : Trials.withKills(9, 300, EVERYTHING, true)) {
            String name = trial.wanted().name();
            assertThat(trial.before()).as(trial.what()).isEqualTo(there.getOrDefault(name, 0));
            if (trial.deed() != Deed.SCALE)
                assertThat(trial.wanted().replicas()).as(trial.what()).isGreaterThanOrEqualTo(trial.before());
            there.put(name, trial.deed() == Deed.DELETE ? 0 : trial.wanted().replicas());
        }
    }

    @Test
    void whoFallsSilentHadALoadAndIsNotAlwaysKilled() {
        Map<String, Wanted> there = new HashMap<>();
        Set<Boolean> killed = new HashSet<>();
        for (Trial trial : Trials.withKills(1, 300, EVERYTHING, true)) {
            Wanted before = there.put(trial.wanted().name(), trial.wanted());
            if (trial.deed() != Deed.SILENCE) continue;
            assertThat(before).isNotNull().matches(Wanted::told);
            killed.add(trial.kill().isPresent());
        }
        assertThat(killed).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void aRunEndsWithASilenceOfWhoeverHadALoadAndNobodyIsKilled() {
        List<Trial> silence = Trials.silence();

        assertThat(silence)
                .extracting(Trial::deed)
                .containsExactly(Deed.CREATE, Deed.FOLLOW, Deed.SURGE, Deed.SILENCE, Deed.DELETE);
        assertThat(silence).allMatch(trial -> trial.kills() == 0);
        assertThat(silence.get(3).before()).isEqualTo(3);
    }

    @Test
    void anInstanceOnAVolumeKeepsItsOneReplica() {
        assertThat(Trials.withKills(2, 300, EVERYTHING, true))
                .filteredOn(trial -> trial.wanted().sqlite())
                .isNotEmpty()
                .allMatch(trial -> trial.wanted().replicas() == 1);
        assertThat(Trials.withKills(2, 300, EVERYTHING, false))
                .noneMatch(trial -> trial.wanted().sqlite());
    }
}
