package dev.mastio.bench.load;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Runs one event loop to its end, and takes the others down with it if it breaks: half a load would be measured as if it were all. */
final class LoopThread extends Thread {

    private final List<EventLoop> loops;
    private final Profile profile;
    private final Pacer pacer;
    private final int share;
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();

    LoopThread(List<EventLoop> loops, Profile profile, Pacer pacer, int share) {
        super("load-" + share);
        setDaemon(true);
        this.loops = loops;
        this.profile = profile;
        this.pacer = pacer;
        this.share = share;
    }

    CompletableFuture<@Nullable Void> end() {
        return end;
    }

    @Override
    public void run() {
        EventLoop loop = loops.get(share);
        try {
            loop.run(
                    switch (profile) {
                        case Profile.VirtualUsers users -> new UserDispatcher(loop, users, pacer, share, loops.size());
                        case Profile.Arrivals arrivals -> new ArrivalDispatcher(loop, arrivals, share, loops.size());
                    });
            end.complete(null);
        } catch (RuntimeException | Error e) {
            loops.forEach(EventLoop::stop);
            end.completeExceptionally(e);
        }
    }
}
