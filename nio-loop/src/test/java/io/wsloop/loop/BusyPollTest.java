package io.wsloop.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A clock that goes back makes no loop poll. */
class BusyPollTest {
    private final List<Long> waits = new ArrayList<>();
    private long now = Duration.ofDays(1).toNanos();

    @Test
    void aLoopWithoutBusyPollSleepsThoughItsClockGoesBack() throws IOException {
        assertSleepsAfterTheClockWentBack(Duration.ZERO);
    }

    @Test
    void aLoopThatPollsSleepsThoughItsClockGoesBackAndPollsAgainAfterWork() throws IOException {
        assertSleepsAfterTheClockWentBack(Duration.ofNanos(1_000));
    }

    private void assertSleepsAfterTheClockWentBack(Duration busyPoll) throws IOException {
        Selecting.Call noting = (selector, ready, millis) -> {
            waits.add(millis);
            return Selecting.Call.REAL.select(selector, ready, 0);
        };
        Duration ever = Duration.ofDays(1000);
        LoopOptions options = LoopOptions.defaults().withClock(() -> now).withBusyPoll(busyPoll);
        try (EventLoop loop = new EventLoop(options, noting)) {
            loop.execute(() -> {});
            loop.runOnce(ever);
            now -= Duration.ofHours(1).toNanos();
            loop.runOnce(ever);
            waits.clear();
            loop.runOnce(ever);
            loop.runOnce(ever);
            assertThat(waits).containsExactly(-1L, -1L);
            loop.execute(() -> {});
            loop.runOnce(ever);
            waits.clear();
            loop.runOnce(ever);
            assertThat(waits).containsExactly(busyPoll.isZero() ? -1L : 0L);
        }
    }
}
