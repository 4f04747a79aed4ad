package io.wsloop.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop. Against a selector that spins, and against an error of one task that stops all others. */
class EventLoopTest {
    private final List<Throwable> errors = new ArrayList<>();
    private final List<String> ran = new ArrayList<>();
    private long now;
    private final LoopOptions options =
            LoopOptions.defaults().withClock(() -> now).withErrors((where, error) -> errors.add(error));
    private final EventLoop loop = EventLoop.open(options);

    EventLoopTest() throws IOException {}

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void aTurnRunsWhatWasHandedInBeforeItAndNotWhatItsTasksHandIn() throws IOException {
        loop.execute(() -> loop.execute(() -> ran.add("second")));
        assertThat(turn()).isEqualTo(1);
        assertThat(ran).isEmpty();
        assertThat(turn()).isEqualTo(1);
        assertThat(ran).containsExactly("second");
        assertThat(turn()).isZero();
        assertThat(loop.turns()).isEqualTo(3);
    }

    @Test
    void aTurnRunsNoMoreTasksThanItsBudget() throws IOException {
        try (EventLoop bounded = EventLoop.open(options.withBudgets(1, 10))) {
            for (int i = 0; i < 11; i++) {
                bounded.execute(() -> ran.add("task"));
            }
            assertThat(bounded.runOnce(Duration.ZERO)).isEqualTo(10);
            assertThat(bounded.runOnce(Duration.ofDays(1))).isEqualTo(1);
            assertThat(ran).hasSize(11);
        }
    }

    @Test
    void whateverATaskOrATimerThrowsIsToldAndTheOthersRun() throws IOException {
        loop.execute(() -> {
            throw new IllegalStateException("a task");
        });
        loop.execute(() -> deeper(0));
        loop.schedule(Duration.ZERO, () -> {
            throw new AssertionError("a timer");
        });
        loop.execute(() -> ran.add("next"));
        turn();
        turn();
        assertThat(ran).containsExactly("next");
        assertThat(errors)
                .hasSize(3)
                .hasAtLeastOneElementOfType(StackOverflowError.class)
                .hasAtLeastOneElementOfType(AssertionError.class);
    }

    private static int deeper(int depth) {
        return deeper(depth + 1) + 1;
    }

    @Test
    void anErrorHandlerThatThrowsStopsNothing() throws IOException {
        try (EventLoop bad = EventLoop.open(options.withErrors((where, error) -> {
            throw new IllegalStateException("the handler of a test");
        }))) {
            bad.execute(() -> {
                throw new IllegalStateException("a task of a test");
            });
            bad.execute(() -> ran.add("next"));
            bad.runOnce(Duration.ZERO);
            assertThat(ran).containsExactly("next");
        }
    }

    @Test
    void aScheduledTaskRunsOnceItsTimeHasComeUnlessItWasTakenBack() throws IOException {
        loop.schedule(Duration.ofMillis(10), () -> ran.add("ten"));
        Scheduled twenty = loop.schedule(Duration.ofMillis(20), () -> ran.add("twenty"));
        turn();
        now += Duration.ofMillis(10).toNanos() - 1;
        turn();
        assertThat(ran).isEmpty();
        now++;
        turn();
        assertThat(ran).containsExactly("ten");
        twenty.close();
        now += Duration.ofMillis(30).toNanos();
        turn();
        assertThat(ran).containsExactly("ten");
    }

    @Test
    void aTimerThatArmsItselfForNowWaitsForTheNextTurn() throws IOException {
        turn();
        Runnable[] again = new Runnable[1];
        again[0] = () -> {
            ran.add("timer");
            loop.schedule(Duration.ZERO, again[0]);
        };
        loop.schedule(Duration.ZERO, again[0]);
        turn();
        assertThat(ran).hasSize(1);
        turn();
        assertThat(ran).hasSize(2);
    }

    @Test
    void selectsThatReturnForNothingAreNoticedTheSelectorIsReplacedAndChannelsMoveToIt() throws IOException {
        AtomicBoolean spinning = new AtomicBoolean(true);
        Selecting.Call epoll =
                (selector, ready, millis) -> spinning.get() ? 0 : Selecting.Call.REAL.select(selector, ready, millis);
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        try (EventLoop spun = new EventLoop(options, epoll)) {
            spun.runOnce(Duration.ZERO);
            SelectionKey[] key = new SelectionKey[1];
            key[0] = spun.register(pipe.source(), SelectionKey.OP_READ, new Registered() {
                @Override
                public void ready(SelectionKey ready) {
                    ran.add(ready == key[0] ? "ready" : "ready by an old key");
                    ready.interestOps(0);
                }

                @Override
                public void moved(SelectionKey moved) {
                    key[0] = moved;
                }

                @Override
                public void drop(Throwable cause) {
                    ran.add("dropped");
                }
            });
            for (int i = 0; i < 511; i++) {
                spun.runOnce(Duration.ofSeconds(5));
            }
            assertThat(spun.selectorsReplaced()).isZero();
            spun.runOnce(Duration.ofSeconds(5));
            assertThat(spun.selectorsReplaced()).isEqualTo(1);
            spinning.set(false);
            pipe.sink().write(java.nio.ByteBuffer.wrap(new byte[1]));
            spun.runOnce(Duration.ofSeconds(5));
            assertThat(ran).containsExactly("ready");
        } finally {
            pipe.sink().close();
            pipe.source().close();
        }
        assertThat(ran).containsExactly("ready", "dropped");
    }

    @Test
    void selectsThatReturnForAReasonAreNoSpin() throws IOException {
        for (int i = 0; i < 2_000; i++) {
            turn();
            loop.execute(() -> ran.add("task"));
            loop.runOnce(Duration.ofSeconds(5));
        }
        assertThat(loop.selectorsReplaced()).isZero();
        assertThat(ran).hasSize(2_000);
    }

    @Test
    void aSelectThatFailsIsToldAndTheSelectorReplaced() throws IOException {
        AtomicBoolean failing = new AtomicBoolean(true);
        Selecting.Call broken = (selector, ready, millis) -> {
            if (failing.getAndSet(false)) {
                throw new IOException("select");
            }
            return Selecting.Call.REAL.select(selector, ready, millis);
        };
        try (EventLoop unlucky = new EventLoop(options, broken)) {
            unlucky.execute(() -> ran.add("task"));
            unlucky.runOnce(Duration.ZERO);
            assertThat(ran).containsExactly("task");
            assertThat(unlucky.selectorsReplaced()).isEqualTo(1);
            assertThat(errors).hasSize(1);
        }
    }

    @Test
    void aTurnWithinATurnIsRefused() throws IOException {
        loop.execute(() -> assertThatThrownBy(this::turn)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("within a turn"));
        turn();
        assertThat(errors).isEmpty();
    }

    @Test
    void aClosedLoopRunsWhatItWasGivenRefusesMoreAndMakesNoTurn() {
        loop.execute(() -> ran.add("given before"));
        loop.close();
        assertThat(ran).containsExactly("given before");
        assertThat(loop.hasEnded()).isTrue();
        assertThatThrownBy(() -> loop.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> loop.schedule(Duration.ZERO, () -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(this::turn).isInstanceOf(IllegalStateException.class);
        loop.close();
    }

    @Test
    void aLoopClosedByItsOwnTaskEndsWithItsTurn() throws IOException {
        loop.execute(loop::close);
        loop.execute(() -> ran.add("same turn"));
        turn();
        assertThat(ran).containsExactly("same turn");
        assertThat(loop.hasEnded()).isTrue();
    }

    @Test
    void anInterruptNeitherEndsTheLoopNorMakesItSpin() throws Exception {
        try (EventLoopGroup group = EventLoopGroup.start(1, LoopOptions.defaults())) {
            EventLoop running = group.next();
            CountDownLatch interrupted = new CountDownLatch(1);
            running.execute(() -> {
                Thread.currentThread().interrupt();
                interrupted.countDown();
            });
            assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
            long before = running.turns();
            CountDownLatch later = new CountDownLatch(1);
            running.schedule(Duration.ofMillis(200), later::countDown);
            assertThat(later.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(running.turns() - before).isLessThan(10);
        }
    }

    @Test
    void oneWakeUpDoesForManyTasks() throws Exception {
        try (EventLoopGroup group = EventLoopGroup.start(1, LoopOptions.defaults())) {
            EventLoop running = group.next();
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch all = new CountDownLatch(1_000);
            running.execute(() -> {
                try {
                    held.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            for (int i = 0; i < 1_000; i++) {
                running.execute(all::countDown);
            }
            long before = running.turns();
            held.countDown();
            assertThat(all.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(running.turns() - before).isLessThan(10);
        }
    }

    /** What each select was asked to wait: -1 for ever, which this call does not do. */
    @Test
    void aLoopThatPollsSleepsOnlyOnceItHasHadNothingToDoForSoLong() throws IOException {
        List<Long> waits = new ArrayList<>();
        Selecting.Call noting = (selector, ready, millis) -> {
            waits.add(millis);
            return Selecting.Call.REAL.select(selector, ready, 0);
        };
        Duration ever = Duration.ofDays(1000);
        try (EventLoop polling = new EventLoop(options.withBusyPoll(Duration.ofNanos(1000)), noting)) {
            polling.runOnce(ever);
            now += 999;
            polling.runOnce(ever);
            polling.runOnce(ever);
            assertThat(waits).as("before the first work").containsExactly(0L, 0L, 0L);
            now++;
            polling.runOnce(ever);
            polling.runOnce(ever);
            assertThat(waits.get(4)).as("after a microsecond").isEqualTo(-1);
            polling.execute(() -> ran.add("task"));
            polling.runOnce(ever);
            now += 999;
            polling.runOnce(ever);
            polling.runOnce(ever);
            now++;
            polling.runOnce(ever);
            polling.runOnce(ever);
            assertThat(waits.subList(5, waits.size())).as("after work").containsExactly(0L, 0L, 0L, 0L, -1L);
        }
        assertThat(ran).containsExactly("task");
    }

    @Test
    void aTaskFromAnotherThreadRunsWhetherTheLoopPollsOrSleeps() throws Exception {
        for (Duration poll : List.of(Duration.ZERO, Duration.ofNanos(50_000), Duration.ofSeconds(1))) {
            try (EventLoopGroup group =
                    EventLoopGroup.start(1, LoopOptions.defaults().withBusyPoll(poll))) {
                for (int i = 0; i < 2_000; i++) {
                    CountDownLatch done = new CountDownLatch(1);
                    group.next().execute(done::countDown);
                    assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
                }
            }
        }
    }

    @Test
    void pollingForLessThanNothingOrForMoreThanAMinuteIsRefused() {
        for (Duration wrong :
                List.of(Duration.ofNanos(-1), Duration.ofMinutes(1).plusNanos(1))) {
            assertThatThrownBy(() -> options.withBusyPoll(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("busyPoll must be from zero to PT1M, not " + wrong);
        }
        assertThat(options.withBusyPoll(Duration.ofMinutes(1)).busyPoll()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aGroupDealsItsLoopsInTurnAndRefusesToBeEmpty() throws IOException {
        try (EventLoopGroup group = EventLoopGroup.start(2, LoopOptions.defaults())) {
            EventLoop first = group.next();
            assertThat(group.next()).isNotSameAs(first);
            assertThat(group.next()).isSameAs(first);
            assertThat(first.inLoop()).isFalse();
        }
        assertThatThrownBy(() -> EventLoopGroup.start(0, LoopOptions.defaults()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LoopOptions.defaults().withBuffers(1023, 1024))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1024");
    }

    /** One end of a pipe, registered for nothing: writes down what the loop calls. */
    private final class Noting implements Registered, AutoCloseable {
        private final String name;
        private final Pipe pipe = Pipe.open();

        Noting(String name) throws IOException {
            this.name = name;
            pipe.source().configureBlocking(false);
            loop.register(pipe.source(), 0, this);
        }

        @Override
        public void ready(SelectionKey key) {}

        @Override
        public void flush() {
            ran.add("flush " + name);
            if (name.equals("again")) {
                loop.flushLater(this);
            } else if (name.equals("faulty")) {
                throw new IllegalStateException("a flush");
            }
        }

        @Override
        public void moved(SelectionKey key) {}

        @Override
        public void drop(Throwable cause) {
            ran.add("drop " + name);
        }

        @Override
        public boolean isDroppedFirst() {
            return name.equals("listening");
        }

        @Override
        public void close() throws IOException {
            pipe.source().close();
            pipe.sink().close();
        }
    }

    @Test
    void flushesComeAtTheEndOfTheTurnAndOneThatAsksAgainWaitsForTheNext() throws IOException {
        turn();
        try (Noting once = new Noting("once");
                Noting again = new Noting("again")) {
            loop.flushLater(again);
            loop.flushLater(once);
            loop.execute(() -> ran.add("task"));
            assertThat(turn()).isEqualTo(3);
            assertThat(ran).containsExactly("task", "flush again", "flush once");
            assertThat(loop.runOnce(Duration.ofDays(1))).isEqualTo(1);
            assertThat(ran).hasSize(4).last().isEqualTo("flush again");
        }
    }

    @Test
    void oneWhoseFlushThrowsIsDroppedAndTheOthersAreFlushed() throws IOException {
        turn();
        try (Noting faulty = new Noting("faulty");
                Noting sound = new Noting("sound")) {
            loop.flushLater(faulty);
            loop.flushLater(sound);
            turn();
            assertThat(ran).containsExactly("flush faulty", "drop faulty", "flush sound");
            assertThat(errors).singleElement().isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void whatListensIsDroppedBeforeEverythingElse() throws IOException {
        turn();
        try (Noting first = new Noting("first");
                Noting listening = new Noting("listening");
                Noting last = new Noting("last")) {
            assertThat(loop.registered()).containsExactlyInAnyOrder(first, listening, last);
            loop.close();
            assertThat(ran).startsWith("drop listening").contains("drop first", "drop last");
        }
    }

    @Test
    void aTimerIsToldOnceAndNotWhenItIsDisarmed() throws IOException {
        Timer timer = new Timer() {
            @Override
            protected void expired() {
                ran.add("expired");
            }
        };
        turn();
        loop.arm(timer, loop.now() + 10);
        loop.armBy(timer, loop.now() + 20);
        loop.armBy(timer, Timer.NEVER);
        assertThat(loop.timers()).isEqualTo(1);
        now += 10;
        turn();
        assertThat(ran).containsExactly("expired");
        assertThat(timer.isArmed()).isFalse();
        loop.arm(timer, loop.now());
        loop.disarm(timer);
        turn();
        assertThat(ran).hasSize(1);
    }

    @Test
    void anOfferSaysThatTheLoopHasEnded() throws IOException {
        assertThat(loop.offer(() -> ran.add("offered"))).isTrue();
        assertThat(loop.onLoop(() -> ran.add("from outside"))).isTrue();
        assertThat(ran).isEmpty();
        turn();
        assertThat(loop.onLoop(() -> ran.add("at once"))).isTrue();
        assertThat(ran).containsExactly("offered", "from outside", "at once");
        loop.close();
        assertThat(loop.offer(() -> ran.add("too late"))).isFalse();
        assertThat(loop.onLoop(() -> ran.add("too late"))).isFalse();
        assertThat(ran).hasSize(3);
    }

    /** Shared by all on a loop. */
    private final class Common implements AutoCloseable {
        @Override
        public void close() {
            ran.add("closed when ended is " + loop.hasEnded());
        }
    }

    @Test
    void whatIsSharedIsMadeOnceForALoopAndClosedWithIt() throws IOException {
        Common common = loop.shared(Common.class, owner -> new Common());
        assertThat(loop.shared(StringBuilder.class, owner -> new StringBuilder("of " + (owner == loop))))
                .hasToString("of true");
        assertThat(loop.shared(Common.class, owner -> {
                    throw new AssertionError("made twice");
                }))
                .isSameAs(common);
        try (EventLoop other = EventLoop.open(options)) {
            assertThat(other.shared(StringBuilder.class, owner -> new StringBuilder("another's")))
                    .hasToString("another's");
        }
        loop.close();
        assertThat(ran).containsExactly("closed when ended is true");
        assertThatThrownBy(() -> loop.shared(Common.class, owner -> common))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("ended");
    }

    @Test
    void whatCannotBeClosedIsToldAndTheOthersAreClosed() {
        loop.shared(AutoCloseable.class, owner -> () -> {
            throw new IllegalStateException("a close");
        });
        Common common = loop.shared(Common.class, owner -> new Common());
        assertThat(loop.shared(AutoCloseable.class, owner -> common)).isNotSameAs(common);
        loop.close();
        assertThat(ran).hasSize(1);
        assertThat(errors).singleElement().isInstanceOf(IllegalStateException.class);
    }

    private int turn() throws IOException {
        return loop.runOnce(Duration.ZERO);
    }
}
