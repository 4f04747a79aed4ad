package io.wsloop.loop;

import io.wsloop.nio.internal.report.Faults;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Makes turns of a loop until the loop ends. After a failed turn it rests and makes the next. */
final class Running {
    /** After this many failed turns in a row the loop ends. The rest after each failure is longer than the one before. */
    static final int MOST_FAILURES = 50;

    private static final Duration LONGEST_REST = Duration.ofMillis(100);

    /** The threads that run any loop of the process. */
    private static final Set<Thread> THREADS = ConcurrentHashMap.newKeySet();

    private Running() {}

    static void run(EventLoop loop) {
        THREADS.add(Thread.currentThread());
        try {
            makeTurns(loop);
        } finally {
            THREADS.remove(Thread.currentThread());
        }
    }

    /** True if the thread runs a loop. It must not wait for another loop, which may be waiting for it. */
    static boolean isLoopThread(Thread thread) {
        return THREADS.contains(thread);
    }

    private static void makeTurns(EventLoop loop) {
        int failures = 0;
        while (!loop.hasEnded()) {
            try {
                loop.runOnce(Turn.FOREVER);
                failures = 0;
            } catch (Throwable e) {
                failures++;
                try {
                    turnFailed(loop, e, failures);
                } catch (Throwable second) {
                    // A full heap has no room even for a constant that is used for the first time. The next turn tries
                    // again.
                }
            }
            Thread.interrupted();
        }
    }

    private static void turnFailed(EventLoop loop, Throwable error, int failures) {
        loop.heapMayBeFull(error);
        if (failures >= MOST_FAILURES) {
            loop.close();
        } else {
            LockSupport.parkNanos(LONGEST_REST.toNanos() * failures / MOST_FAILURES);
        }
        Faults.tell(loop.options().errors(), "a turn of the loop", error);
    }
}
