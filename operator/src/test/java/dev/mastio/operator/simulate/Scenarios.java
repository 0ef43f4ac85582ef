package dev.mastio.operator.simulate;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** The stories that the autoscaler has to get right. */
final class Scenarios {
    private Scenarios() {}

    static List<Scenario> all() {
        return List.of(
                Scenario.of("constant", "2500 for an hour, arrivals at random", 3600, _ -> 2500)
                        .from(4)
                        .comesTo(4, 4, 0),
                Scenario.of(
                                "on the edge",
                                "790 for an hour, arrivals at random: the target of one replica is 800",
                                3600,
                                _ -> 790)
                        .comesTo(2, 2, 0),
                Scenario.of(
                                "slow swing",
                                "920 and 740 in turn, 350 s each, for two hours",
                                7200,
                                second -> second % 700 < 350 ? 920 : 740)
                        .comesTo(2, 2, 0),
                Scenario.of("step", "500, from second 120 on 3500, from 900 on 500", 2400, step(500, 120, 3500, 900))
                        .comesTo(1, 5, 20),
                Scenario.of(
                                "large step",
                                "100, from second 120 on 7500: more than one step up allows",
                                600,
                                step(100, 120, 7500, 600))
                        .comesTo(10, 10, 35),
                Scenario.of(
                                "ramp",
                                "0 to 5000 in 600 s, 600 s of 5000, back to 0 in 600 s",
                                3000,
                                second -> second < 600
                                        ? second * 5000 / 600
                                        : Math.max(0, Math.min(5000, (1800 - second) * 5000 / 600)))
                        .comesTo(1, 7, 0),
                Scenario.of(
                                "spike",
                                "500, from second 200 on 4000 for 5 s",
                                1200,
                                second -> second >= 200 && second < 205 ? 4000 : 500)
                        .comesTo(1, 3, 6),
                Scenario.of(
                                "diurnal",
                                "two days of 200 to 4200, an hour each",
                                7200,
                                second -> 2200 - 2000 * Math.cos(second * 2 * Math.PI / 3600))
                        .comesTo(1, 6, 0),
                Scenario.of(
                                "gap",
                                "no pod answers from second 100 to 160; the load goes from 1500 to 3500 at 130",
                                600,
                                step(1500, 130, 3500, 600))
                        .from(2)
                        .with(new Mishap.Silence(100, 160, 99))
                        .comesTo(5, 5, 50),
                Scenario.of(
                                "half silent",
                                "three of six pods do not answer from second 400 to 1000; 500 from 100 on",
                                1600,
                                step(4500, 100, 500, 1600))
                        .from(6)
                        .with(new Mishap.Silence(400, 1000, 3))
                        .comesTo(1, 6, 0),
                Scenario.of("counter reset", "2500 on four replicas, one restarts at 200 and 250", 900, _ -> 2500)
                        .from(4)
                        .with(new Mishap.PodRestart(200, 1), new Mishap.PodRestart(250, 1))
                        .comesTo(4, 4, 0),
                Scenario.of(
                                "skew",
                                "1000, from second 120 on 3000, the first pod gets three times its share",
                                900,
                                step(1000, 120, 3000, 900))
                        .from(2)
                        .skewed(3)
                        .comesTo(4, 4, 16),
                Scenario.of(
                                "slow start",
                                "500, from second 120 on 3500, a pod takes 60 s to start",
                                900,
                                step(500, 120, 3500, 900))
                        .starting(60)
                        .comesTo(5, 5, 76),
                Scenario.of(
                                "operator restart",
                                "2500, from second 200 on 700; the operator is away from 400 to 420",
                                1200,
                                step(2500, 200, 700, 1200))
                        .from(4)
                        .with(new Mishap.OperatorRestart(400, 420))
                        .comesTo(2, 4, 0),
                Scenario.of("soak", "300, a soak of 2000 from second 100 to 400", 900, _ -> 300)
                        .soaked(second -> second >= 100 && second < 400 ? 2000 : 0)
                        .sustaining(3)
                        .comesTo(1, 1, 0),
                Scenario.of("floor not met", "750 on one replica that answers 500, so the others wait", 600, _ -> 750)
                        .sustaining(0.5)
                        .comesTo(1, 1, 0),
                Scenario.of("server errors", "500 on one replica that fails two requests of a hundred", 600, _ -> 500)
                        .failing(0.02)
                        .comesTo(1, 1, 0));
    }

    private static DoubleUnaryOperator step(double before, int from, double between, int to) {
        return second -> second >= from && second < to ? between : before;
    }
}
