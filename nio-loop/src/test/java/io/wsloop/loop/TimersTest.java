package io.wsloop.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The timers of a loop: which of them a turn calls, and what a timer may do to the others and to itself. */
class TimersTest {
    private static final long START = 1_000_000_000L;

    private long now = START;
    private final List<Throwable> errors = new ArrayList<>();
    private final LoopOptions options =
            LoopOptions.defaults().withClock(() -> now).withErrors((where, error) -> errors.add(error));
    private final EventLoop loop = EventLoop.open(options);

    TimersTest() throws IOException {
        turn();
    }

    @AfterEach
    void close() {
        loop.close();
        assertThat(errors).isEmpty();
    }

    @Test
    void aTimerThatArmsItselfForNowFiresOnceATurnHoweverManyOthersAreArmed() throws IOException {
        Counting again = new Counting();
        again.then = () -> loop.arm(again, loop.now());
        loop.arm(again, now);
        for (int i = 0; i < 500; i++) {
            loop.arm(new Counting(), now + 1_000);
        }
        turn();
        assertThat(again.fired).isEqualTo(1);
        loop.runOnce(Duration.ofDays(1));
        assertThat(again.fired).isEqualTo(2);
        assertThat(loop.timers()).isEqualTo(501);
    }

    @Test
    void aTimerThatArmsItselfForAPastTimeKeepsNoOtherFromFiring() throws IOException {
        try (EventLoop one = EventLoop.open(options.withBudgets(1, 1))) {
            one.runOnce(Duration.ZERO);
            Counting past = new Counting();
            past.then = () -> one.arm(past, START - 10);
            Counting other = new Counting();
            Counting third = new Counting();
            one.arm(past, START - 10);
            one.arm(other, START);
            one.arm(third, START);
            for (int i = 0; i < 3; i++) {
                assertThat(one.runOnce(Duration.ofDays(1))).isEqualTo(1);
            }
            assertThat(List.of(past.fired, other.fired, third.fired)).containsOnly(1);
            one.runOnce(Duration.ofDays(1));
            assertThat(past.fired).isEqualTo(2);
        }
    }

    @Test
    void aTimerThatKeepsItsRateDoesNotCatchUpBeforeTheOthersAfterTheClockHasJumped() throws IOException {
        long[] at = {now};
        Counting rate = new Counting();
        rate.then = () -> loop.arm(rate, at[0] += 10);
        Counting other = new Counting();
        loop.arm(rate, now);
        loop.arm(other, now + 999_999);
        now += 1_000_000;
        turn();
        assertThat(rate.fired).isEqualTo(1);
        assertThat(other.fired).isEqualTo(1);
    }

    @Test
    void aDueTimerThatAnEarlierOneDisarmsOrMovesDoesNotFire() throws IOException {
        Counting disarmed = new Counting();
        Counting moved = new Counting();
        Counting last = new Counting();
        Counting first = new Counting();
        first.then = () -> {
            assertThat(disarmed.isArmed()).isTrue();
            assertThat(loop.timers()).isEqualTo(3);
            loop.disarm(disarmed);
            loop.arm(moved, now + 5);
            loop.armBy(last, now + 5);
            assertThat(disarmed.isArmed()).isFalse();
            assertThat(loop.timers()).isEqualTo(2);
        };
        loop.arm(first, now);
        loop.arm(disarmed, now + 1);
        loop.arm(moved, now + 2);
        loop.arm(last, now + 3);
        now += 3;
        turn();
        assertThat(List.of(first.fired, disarmed.fired, moved.fired, last.fired))
                .containsExactly(1, 0, 0, 1);
        now += 5;
        turn();
        assertThat(moved.fired).isEqualTo(1);
        assertThat(loop.timers()).isZero();
    }

    @Test
    void manyTimersThatAreDueAtOnceFireInOrderOverSeveralTurns() throws IOException {
        List<Integer> fired = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            fired.clear();
            for (int i = 9_999; i >= 0; i--) {
                int name = i;
                Counting timer = new Counting();
                timer.then = () -> fired.add(name);
                loop.arm(timer, now + i);
            }
            now += 10_000;
            int turns = 0;
            while (loop.timers() > 0) {
                assertThat(loop.runOnce(Duration.ofDays(1))).isLessThanOrEqualTo(options.taskBudget());
                turns++;
            }
            assertThat(turns).isEqualTo(10);
            assertThat(fired).isSorted().hasSize(10_000).doesNotHaveDuplicates();
        }
    }

    @Test
    void aTimerArmedForNeverIsNotArmedAndNeverFiresWhateverTheClockSays() throws IOException {
        for (long start : new long[] {START, -5_000_000_000L, -5_000_000_000_000_000_000L, Long.MAX_VALUE - 2}) {
            now = start;
            Counting never = new Counting();
            Counting due = new Counting();
            turn();
            loop.arm(never, now + 1);
            loop.arm(never, Timer.NEVER);
            loop.armBy(never, Timer.NEVER);
            loop.arm(due, now + 1);
            assertThat(never.isArmed()).isFalse();
            now += 1;
            turn();
            assertThat(never.fired).isZero();
            assertThat(due.fired).isEqualTo(1);
        }
    }

    @Test
    void aLoopThatHasEndedDisarmsItsTimersSoThatAnotherMayArmThem() throws IOException {
        Counting timer = new Counting();
        Counting left = new Counting();
        EventLoop ended = EventLoop.open(options.withBudgets(1, 1));
        ended.runOnce(Duration.ZERO);
        ended.arm(new Counting(), now);
        ended.arm(left, now);
        ended.arm(timer, now + 1_000);
        ended.runOnce(Duration.ZERO);
        assertThat(ended.timers()).isEqualTo(2);
        ended.close();
        assertThat(ended.timers()).isZero();
        assertThat(timer.isArmed()).isFalse();
        assertThat(left.isArmed()).isFalse();
        ended.arm(timer, now);
        ended.armBy(timer, now);
        assertThat(timer.isArmed()).isFalse();
        loop.arm(timer, now);
        loop.arm(left, now);
        turn();
        assertThat(timer.fired).isEqualTo(1);
        assertThat(left.fired).isEqualTo(1);
    }

    @Test
    void aTimerOfAnotherLoopIsRefusedAndBothLoopsKeepTheirTimers() throws IOException {
        try (EventLoop other = EventLoop.open(options)) {
            other.runOnce(Duration.ZERO);
            Counting mine = new Counting();
            Counting others = new Counting();
            loop.arm(mine, now + 10);
            other.arm(others, now + 10);
            for (ThrowingCallable wrong : List.<ThrowingCallable>of(
                    () -> loop.arm(others, now),
                    () -> loop.armBy(others, now),
                    () -> loop.arm(others, Timer.NEVER),
                    () -> loop.disarm(others))) {
                assertThatThrownBy(wrong)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("armed on another loop");
            }
            now += 10;
            turn();
            other.runOnce(Duration.ZERO);
            assertThat(mine.fired).isEqualTo(1);
            assertThat(others.fired).isEqualTo(1);
        }
    }

    @Test
    void aTimerTakenByAnotherLoopIsRefusedToo() throws IOException {
        try (EventLoop other = EventLoop.open(options.withBudgets(1, 1))) {
            other.runOnce(Duration.ZERO);
            Counting taken = new Counting();
            other.arm(new Counting(), now);
            other.arm(taken, now);
            other.runOnce(Duration.ZERO);
            assertThatThrownBy(() -> loop.arm(taken, now)).hasMessageContaining("armed on another loop");
            assertThatThrownBy(() -> loop.disarm(taken)).hasMessageContaining("armed on another loop");
            other.runOnce(Duration.ZERO);
            assertThat(taken.fired).isEqualTo(1);
        }
    }

    @Test
    void onlyTheLoopsThreadArmsAndDisarms() throws IOException {
        try (EventLoop undriven = EventLoop.open(options)) {
            Counting timer = new Counting();
            assertThatThrownBy(() -> undriven.arm(timer, now)).isInstanceOf(AssertionError.class);
            assertThatThrownBy(() -> undriven.armBy(timer, now)).isInstanceOf(AssertionError.class);
            assertThatThrownBy(() -> undriven.disarm(timer)).isInstanceOf(AssertionError.class);
        }
    }

    private void turn() throws IOException {
        loop.runOnce(Duration.ZERO);
    }

    private static final class Counting extends Timer {
        private int fired;
        private Runnable then = () -> {};

        @Override
        protected void expired() {
            fired++;
            then.run();
        }
    }
}
