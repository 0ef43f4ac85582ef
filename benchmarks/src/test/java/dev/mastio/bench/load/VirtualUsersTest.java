package dev.mastio.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.mastio.bench.server.HealthServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class VirtualUsersTest {

    @Test
    void keepsTheirConnectionsAndCountsEveryAnswer() {
        AtomicInteger served = new AtomicInteger();
        try (HealthServer server = HealthServer.with(exchange -> {
            served.incrementAndGet();
            HealthServer.answer(exchange, 200, HealthServer.BODY);
        })) {
            LoadResult run = Loads.users(Loads.at(server.url()), 5, 100);

            assertThat(run.failures()).isEmpty();
            assertThat(run.requests()).isEqualTo(served.get()).isGreaterThanOrEqualTo(100);
            assertThat(run.connections()).isEqualTo(5);
            assertThat(run.successful().count()).isEqualTo(run.requests());
        }
    }

    @Test
    void hasOneRequestAUserUnderWayAtMost() {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (HealthServer server = HealthServer.with(exchange -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            underWay.decrementAndGet();
            HealthServer.answer(exchange, 200, HealthServer.BODY);
        })) {
            Loads.users(Loads.at(server.url()), 3, 100);

            assertThat(most.get()).isBetween(1, 3);
        }
    }

    @Test
    void followsTheRampUpAndDown() {
        List<Second> seconds = Collections.synchronizedList(new ArrayList<>());
        Ramp ramp = new Ramp(List.of(new Stage(Duration.ofSeconds(2), 0, 10), new Stage(Duration.ofSeconds(2), 10, 0)));
        try (HealthServer server = HealthServer.healthy()) {
            LoadRun.start(Loads.at(server.url()), Profile.VirtualUsers.unlimited(ramp), seconds::add)
                    .result();
        }

        assertThat(seconds.subList(0, 3))
                .allSatisfy(second -> assertThat((double) second.users()).isCloseTo(ramp.at(second.at()), within(2.0)))
                .allSatisfy(second -> assertThat(second.users()).isLessThanOrEqualTo(10));
    }

    @Test
    void staysBelowTheMaximumRateWithAllUsersTogether() {
        try (HealthServer server = HealthServer.healthy()) {
            Ramp ramp = Ramp.constant(20, Duration.ofSeconds(2));

            LoadResult run = Loads.run(Loads.at(server.url()), new Profile.VirtualUsers(ramp, 100));

            assertThat(run.failures()).isEmpty();
            assertThat(run.requests()).isBetween(100L, 203L);
        }
    }

    @Test
    void reachesAMaximumRateOfMoreThanOneInEachPause() {
        try (HealthServer server = HealthServer.healthy()) {
            Ramp ramp = Ramp.constant(20, Duration.ofSeconds(3));

            LoadResult run = Loads.run(Loads.at(server.url()), new Profile.VirtualUsers(ramp, 2_500));

            assertThat(run.failures()).isEmpty();
            assertThat(run.requests()).isBetween(4_500L, 7_530L);
        }
    }

    /** One that asks again and again whether the next request is due keeps a processor from those whom it loads. */
    @Test
    void doesNotSpinUntilTheNextRequestOfAHighRateIsDue() {
        long now = System.nanoTime();
        EventLoop loop = new EventLoop(Loads.at(URI.create("http://127.0.0.1:1/")), null);
        Pacer pacer = new Pacer(5_000, now + 200_000);
        UserDispatcher users = new UserDispatcher(
                loop, new Profile.VirtualUsers(Ramp.constant(20, Duration.ofSeconds(2)), 5_000), pacer, 0, 1);

        assertThat(users.tick(now) - now).isGreaterThanOrEqualTo(1_000_000);
    }

    @Test
    void sendsTheHeadersAndTakesThePathsInTurn() {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (HealthServer server = HealthServer.with(exchange -> {
            seen.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("X-Mastio-Soak"));
            HealthServer.answer(exchange, 200, HealthServer.BODY);
        })) {
            Target target = Loads.at(server.url().resolve("/base/"))
                    .withPaths(List.of("/a", "/b?c=d"))
                    .withHeader("X-Mastio-Soak", "run.mac");

            Loads.users(target, 1, 4);

            assertThat(seen.subList(0, 4))
                    .containsExactly(
                            "/base/a run.mac", "/base/b?c=d run.mac", "/base/a run.mac", "/base/b?c=d run.mac");
        }
    }

    @Test
    void spreadsOverSeveralAddresses() {
        Set<String> hosts = ConcurrentHashMap.newKeySet();
        try (HealthServer one = countingHosts(hosts);
                HealthServer two = countingHosts(hosts)) {
            Loads.users(Loads.at(one.url(), two.url()), 2, 40);

            assertThat(hosts)
                    .containsExactlyInAnyOrder(
                            one.url().getAuthority(), two.url().getAuthority());
        }
    }

    @Test
    void countsAnswersThatDoNotPassTheCheck() {
        AtomicInteger number = new AtomicInteger();
        try (HealthServer server = HealthServer.with(exchange -> {
            switch (number.getAndIncrement() % 3) {
                case 0 -> HealthServer.answer(exchange, 503, HealthServer.BODY);
                case 1 -> HealthServer.answer(exchange, 200, "{}");
                default -> HealthServer.answer(exchange, 200, HealthServer.BODY);
            }
        })) {
            LoadResult run = Loads.users(Loads.at(server.url()), 1, 9);

            assertThat(run.failures()).containsOnlyKeys(Failure.STATUS, Failure.BODY);
            assertThat(run.errorRate()).isBetween(0.6, 0.8);
            assertThat(run.all().count()).isEqualTo(run.requests());
        }
    }

    @Test
    void endsEarlyWhenStopped() {
        try (HealthServer server = HealthServer.healthy()) {
            List<Second> seconds = new CopyOnWriteArrayList<>();
            Profile hour = Profile.VirtualUsers.unlimited(Ramp.constant(2, Duration.ofHours(1)));
            LoadRun run = LoadRun.start(Loads.at(server.url()), hour, seconds::add);
            await().until(() -> !seconds.isEmpty());

            run.stop();

            LoadResult result = run.result();
            assertThat(result.complete()).isFalse();
            assertThat(result.requests()).isPositive();
            assertThat(run.running()).isFalse();
        }
    }

    private static HealthServer countingHosts(Set<String> hosts) {
        return HealthServer.with(exchange -> {
            hosts.add(exchange.getRequestHeaders().getFirst("Host"));
            HealthServer.answer(exchange, 200, HealthServer.BODY);
        });
    }
}
