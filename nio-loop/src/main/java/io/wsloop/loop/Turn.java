package io.wsloop.loop;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.time.Duration;

/**
 * The steps of a loop's turn, in the order in which {@link EventLoop#runOnce} calls them. They share the time and the budget of the
 * turn. Loop thread.
 */
final class Turn {
    /** A timeout of a year or more waits without an end. */
    static final Duration FOREVER = Duration.ofDays(365);

    /** Once this many channels have used up their budgets, the others get a small share in this turn. */
    private static final int READERS = 16;

    private final LoopOptions options;
    private final Life life;
    private final TaskQueue tasks;
    private final long busyPollNanos;
    final TurnClock clock;
    final TimerQueue timers = new TimerQueue();
    final FlushQueue flushes = new FlushQueue();
    final Selecting selecting;
    final Shedding shedding;

    /** The bytes that all channels may still read in this turn before each gets only a small share. */
    private long budget;

    /** The number of ready channels, tasks, timers and flushes in this turn so far. */
    private int work;

    /** The time of the latest turn that was not idle. */
    private long workedAt;

    Turn(LoopOptions options, Life life, TaskQueue tasks, Selecting.Call call) throws IOException {
        this.options = options;
        this.life = life;
        this.tasks = tasks;
        clock = new TurnClock(options.clock());
        selecting = new Selecting(options, call, this::ready, clock);
        shedding = new Shedding(options.errors(), selecting, clock);
        busyPollNanos = options.busyPoll().toNanos();
        workedAt = clock.getAsLong();
    }

    void begin() {
        clock.begin();
        work = 0;
        budget = fullBudget();
        shedding.refillReserve();
    }

    /** Waits until a channel is ready, a task comes or the next timer is due. Calls the owners of all ready channels. */
    void select(Duration timeout) throws IOException {
        long since = clock.getAsLong();
        boolean polling = isPolling(since - workedAt);
        selecting.prepare(!polling);
        selecting.select(polling || hasWork() ? 0 : millisToWait(timeout), since);
        clock.read();
    }

    /** The idle time is negative after the clock has gone back. The loop then sleeps, because the poll might not end for hours. */
    private boolean isPolling(long idleNanos) {
        return idleNanos >= 0 && idleNanos < busyPollNanos;
    }

    private boolean hasWork() {
        return !tasks.isEmpty() || !flushes.isEmpty() || timers.taken() > 0 || selecting.isBehind() || !life.isOpen();
    }

    /** Zero does not wait. A negative number waits without an end. */
    private long millisToWait(Duration timeout) {
        long millis = timeout.compareTo(FOREVER) >= 0 ? -1 : (timeout.toNanos() + 999_999) / 1_000_000;
        if (timers.next() == Timer.NEVER) {
            return millis;
        }
        // Rounded up, because otherwise the loop would spin during the last millisecond before a deadline.
        long untilTimer = Math.max(0, (timers.next() - clock.getAsLong() + 999_999) / 1_000_000);
        return millis < 0 ? untilTimer : Math.min(millis, untilTimer);
    }

    private void ready(SelectionKey key) {
        clock.read();
        work++;
        Registered registered = (Registered) key.attachment();
        try {
            registered.ready(key);
        } catch (CancelledKeyException e) {
            // The owner of another ready channel has closed this channel earlier in this turn.
        } catch (Throwable e) {
            shedding.failed(registered, e);
        }
    }

    /**
     * Runs the tasks that wait. All tasks together may read as much as all channels together. After that the others wait for the
     * next turn, so that this turn stays short.
     */
    void runTasks() {
        int most = Math.min(tasks.size(), options.taskBudget());
        long enough = budget - fullBudget();
        for (int i = 0; i < most && budget > enough; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                break;
            }
            work++;
            try {
                task.run();
            } catch (Throwable e) {
                shedding.taskFailed(e);
            }
        }
    }

    /**
     * Calls the timers that are due now, after those left from the last turn. A timer that arms itself again waits for the next
     * turn, and there for all that were due before it, so that the turn ends and no timer keeps the others from expiring. Timers
     * judge peers by what they sent, so no timer expires before every ready channel has been read.
     */
    void fireTimers() {
        if (selecting.isBehind()) {
            return;
        }
        try {
            timers.takeDue(clock.getAsLong());
        } catch (OutOfMemoryError e) {
            // The timers that the loop could not take stay armed, and a later turn takes them.
            shedding.heapMayBeFull(e);
        }
        for (int most = Math.min(timers.taken(), options.taskBudget()); most > 0; most--) {
            Timer timer = timers.pollTaken();
            if (timer == null) {
                break;
            }
            work++;
            try {
                timer.expired();
            } catch (Throwable e) {
                shedding.timerFailed(timer, e);
            }
        }
    }

    /** Calls the owners that asked for a flush. One that asks during the flush waits for the next turn, which does not sleep. */
    void flush() {
        for (int most = Math.min(flushes.begin(), options.taskBudget()); most > 0; most--) {
            work++;
            Registered registered = flushes.next();
            try {
                registered.flush();
            } catch (Throwable e) {
                shedding.failed(registered, e);
            }
        }
    }

    /** Ends the turn. Returns the number of ready channels, tasks, timers and flushes. */
    int end() {
        if (work > 0) {
            workedAt = clock.getAsLong();
        }
        return work;
    }

    private long fullBudget() {
        return (long) READERS * options.readBudgetBytes();
    }

    int readBudget() {
        return budget > 0 ? options.readBudgetBytes() : Math.max(1, options.readBudgetBytes() / READERS);
    }

    void spend(long bytes) {
        budget -= bytes;
    }
}
