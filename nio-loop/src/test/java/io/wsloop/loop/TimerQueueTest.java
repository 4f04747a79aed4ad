package io.wsloop.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimerQueueTest {
    private final TimerQueue queue = new TimerQueue();

    @Test
    void timersComeOutEarliestFirstAndNotBeforeTheirTime() {
        Named late = new Named();
        Named early = new Named();
        queue.arm(late, 20);
        queue.arm(early, 10);
        assertThat(queue.next()).isEqualTo(10);
        assertThat(pollDue(9)).isNull();
        assertThat(pollDue(10)).isSameAs(early);
        assertThat(early.isArmed()).isFalse();
        assertThat(pollDue(19)).isNull();
        assertThat(pollDue(25)).isSameAs(late);
        assertThat(queue.next()).isEqualTo(Timer.NEVER);
    }

    @Test
    void armByOnlyEverMovesATimerForward() {
        Named timer = new Named();
        queue.armBy(timer, Timer.NEVER);
        assertThat(timer.isArmed()).isFalse();
        queue.armBy(timer, 20);
        queue.armBy(timer, 30);
        assertThat(queue.next()).isEqualTo(20);
        queue.armBy(timer, 10);
        assertThat(queue.next()).isEqualTo(10);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void timesAreComparedAcrossTheClocksWrapAround() {
        Named before = new Named();
        Named after = new Named();
        long now = Long.MAX_VALUE - 10;
        queue.arm(after, now + 20);
        queue.arm(before, now + 5);
        assertThat(queue.next()).isEqualTo(now + 5);
        assertThat(pollDue(now + 6)).isSameAs(before);
        assertThat(pollDue(now + 19)).isNull();
        assertThat(pollDue(now + 20)).isSameAs(after);
    }

    @Test
    void theHeapAgreesWithASortedMapWhateverIsArmedMovedAndTakenOut() {
        Random random = new Random(7);
        List<Named> timers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            timers.add(new Named());
        }
        TreeMap<Long, Named> model = new TreeMap<>();
        long[] at = new long[timers.size()];
        for (int step = 0; step < 20_000; step++) {
            int i = random.nextInt(timers.size());
            Named timer = timers.get(i);
            if (timer.isArmed()) {
                model.remove(at[i]);
            }
            if (random.nextInt(3) == 0) {
                queue.disarm(timer);
            } else {
                at[i] = (long) random.nextInt(1_000) * timers.size() + i;
                queue.arm(timer, at[i]);
                model.put(at[i], timer);
            }
            assertThat(queue.size()).isEqualTo(model.size());
            assertThat(queue.next()).isEqualTo(model.isEmpty() ? Timer.NEVER : model.firstKey());
        }
        for (Named expected : model.values()) {
            assertThat(pollDue(Long.MAX_VALUE / 2)).isSameAs(expected);
        }
        assertThat(queue.size()).isZero();
    }

    private @Nullable Timer pollDue(long now) {
        queue.takeDue(now);
        return queue.pollTaken();
    }

    private static final class Named extends Timer {
        @Override
        protected void expired() {}
    }
}
