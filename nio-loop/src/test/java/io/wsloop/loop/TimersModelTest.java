package io.wsloop.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Timers that arm, move and disarm each other at random, beside a plain model of which may fire. */
class TimersModelTest {
    @Property(tries = 300)
    void eachDueTimerFiresOnceATurnAndBeforeAnyThatIsArmedAgain(@ForAll long seed) throws IOException {
        new Run(new Random(seed)).turns(60);
    }

    /** A timer that was due at the start of a turn. */
    private record Due(int timer, long at, int turn) {}

    private static final class Run {
        private final Random random;
        private final int budget;
        private final List<Timer> timers = new ArrayList<>();
        private final Map<Integer, Long> armed = new HashMap<>();
        private final Deque<Due> due = new ArrayDeque<>();
        private final Set<Integer> firedInTurn = new HashSet<>();
        private final List<Throwable> errors = new ArrayList<>();
        private final EventLoop loop;
        private long now;
        private int turn;

        Run(Random random) throws IOException {
            this.random = random;
            now = random.nextBoolean() ? Long.MAX_VALUE - 100 : random.nextLong();
            budget = random.nextBoolean() ? 1_000 : 1 + random.nextInt(5);
            loop = EventLoop.open(LoopOptions.defaults()
                    .withBudgets(1, budget)
                    .withClock(() -> now)
                    .withErrors((where, error) -> errors.add(error)));
            int number = 1 + random.nextInt(40);
            for (int i = 0; i < number; i++) {
                int name = i;
                timers.add(new Timer() {
                    @Override
                    protected void expired() {
                        fired(name);
                    }
                });
            }
        }

        void turns(int most) throws IOException {
            try (loop) {
                loop.runOnce(Duration.ZERO);
                while (++turn < most) {
                    for (int i = random.nextInt(10); i > 0; i--) {
                        change(random.nextInt(timers.size()));
                    }
                    now += random.nextInt(3) == 0 ? 0 : random.nextInt(20);
                    oneTurn();
                }
            }
        }

        private void oneTurn() throws IOException {
            firedInTurn.clear();
            armed.entrySet().stream()
                    .filter(each -> each.getValue() - now <= 0)
                    .map(each -> new Due(each.getKey(), each.getValue(), turn))
                    .sorted(Comparator.comparing(each -> each.at - now))
                    .forEach(due::add);
            due.forEach(each -> armed.remove(each.timer));
            int work = loop.runOnce(Duration.ZERO);
            assertThat(errors).isEmpty();
            assertThat(work).isEqualTo(firedInTurn.size()).isLessThanOrEqualTo(budget);
            assertThat(due.isEmpty() || work == budget).isTrue();
            checkArmed();
        }

        private void fired(int timer) {
            assertThat(firedInTurn.add(timer)).as("the first time in this turn").isTrue();
            Due first = due.getFirst();
            Due own =
                    due.stream().filter(each -> each.timer == timer).findFirst().orElseThrow();
            assertThat(own.at).isEqualTo(first.at);
            assertThat(own.turn).isEqualTo(first.turn);
            due.remove(own);
            checkArmed();
            if (random.nextInt(4) > 0) {
                change(timer);
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                change(random.nextInt(timers.size()));
            }
        }

        private void change(int timer) {
            long at = random.nextInt(10) == 0 ? Timer.NEVER : now + random.nextInt(60) - 30;
            boolean isDue = due.stream().anyMatch(each -> each.timer == timer);
            switch (random.nextInt(4)) {
                case 0 -> {
                    loop.disarm(timers.get(timer));
                    due.removeIf(each -> each.timer == timer);
                    armed.remove(timer);
                }
                case 1 -> {
                    loop.armBy(timers.get(timer), at);
                    Long before = armed.get(timer);
                    if (at != Timer.NEVER && !isDue && (before == null || at - before < 0)) {
                        armed.put(timer, at);
                    }
                }
                default -> {
                    loop.arm(timers.get(timer), at);
                    due.removeIf(each -> each.timer == timer);
                    armed.remove(timer);
                    if (at != Timer.NEVER) {
                        armed.put(timer, at);
                    }
                }
            }
            checkArmed();
        }

        private void checkArmed() {
            assertThat(loop.timers()).isEqualTo(armed.size() + due.size());
            for (int i = 0; i < timers.size(); i++) {
                int name = i;
                boolean expected = armed.containsKey(i) || due.stream().anyMatch(each -> each.timer == name);
                if (timers.get(i).isArmed() != expected) {
                    throw new AssertionError("timer " + i + " should be armed: " + expected);
                }
            }
        }
    }
}
