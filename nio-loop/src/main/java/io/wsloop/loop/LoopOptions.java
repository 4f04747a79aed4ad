package io.wsloop.loop;

import io.wsloop.watch.ErrorHandler;
import java.nio.channels.spi.SelectorProvider;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * How a loop is made. Immutable; the same options make any number of loops.
 *
 * @param readBufferBytes size of the one direct buffer that all connections of a loop are read into (default 256 KiB: a
 *     message that lies in it whole is copied once)
 * @param stagingBytes size of the one direct buffer in which replies are collected until the connection's reading is over
 *     (default 128 KiB)
 * @param readBudgetBytes how much one connection may read in one turn before the others have theirs (default 256 KiB)
 * @param taskBudget how many tasks run in one turn before sockets are looked at again (default 1,024)
 * @param busyPoll how long a loop that has nothing to do goes on looking before it sleeps (default zero: it sleeps at
 *     once). It then notices what comes within microseconds, and takes a whole CPU for that long after each thing it did
 * @param threads makes the loop's thread (default: named wsloop-1, wsloop-2, …, not daemons)
 * @param clock nanoseconds as by {@link System#nanoTime}, read once a turn
 * @param provider opens the loop's selector, and every channel of the servers and clients on it (default the JDK's, {@link
 *     SelectorProvider#provider})
 * @param random masking keys and the keys of opening handshakes are drawn from it. Asked on several threads (default a {@link
 *     SecureRandom})
 * @param errors hears of tasks that throw and of a selector that fails (default {@link ErrorHandler#logging})
 */
public record LoopOptions(
        int readBufferBytes,
        int stagingBytes,
        int readBudgetBytes,
        int taskBudget,
        Duration busyPoll,
        ThreadFactory threads,
        LongSupplier clock,
        SelectorProvider provider,
        RandomGenerator random,
        ErrorHandler errors) {
    /** Buffers below this could not hold a control frame or a handshake's answer. */
    private static final int SMALLEST_BUFFER = 1024;

    private static final Duration LONGEST_POLL = Duration.ofMinutes(1);

    /**
     * Checks that every number is in range.
     *
     * @param readBufferBytes see {@link #readBufferBytes()}
     * @param stagingBytes see {@link #stagingBytes()}
     * @param readBudgetBytes see {@link #readBudgetBytes()}
     * @param taskBudget see {@link #taskBudget()}
     * @param busyPoll see {@link #busyPoll()}
     * @param threads see {@link #threads()}
     * @param clock see {@link #clock()}
     * @param provider see {@link #provider()}
     * @param random see {@link #random()}
     * @param errors see {@link #errors()}
     */
    public LoopOptions {
        Objects.requireNonNull(busyPoll, "busyPoll");
        Objects.requireNonNull(threads, "threads");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(random, "random");
        Objects.requireNonNull(errors, "errors");
        atLeast("readBufferBytes", readBufferBytes, SMALLEST_BUFFER);
        atLeast("stagingBytes", stagingBytes, SMALLEST_BUFFER);
        atLeast("readBudgetBytes", readBudgetBytes, 1);
        atLeast("taskBudget", taskBudget, 1);
        if (busyPoll.isNegative() || busyPoll.compareTo(LONGEST_POLL) > 0) {
            throw new IllegalArgumentException("busyPoll must be from zero to " + LONGEST_POLL + ", not " + busyPoll);
        }
    }

    /**
     * The defaults named above.
     *
     * @return the defaults
     */
    public static LoopOptions defaults() {
        return new LoopOptions(
                256 << 10,
                128 << 10,
                256 << 10,
                1024,
                Duration.ZERO,
                new LoopThreads(false),
                System::nanoTime,
                SelectorProvider.provider(),
                new SecureRandom(),
                ErrorHandler.logging());
    }

    /**
     * These options with other buffers.
     *
     * @param readBufferBytes the new readBufferBytes
     * @param stagingBytes the new stagingBytes
     * @return new options
     */
    public LoopOptions withBuffers(int readBufferBytes, int stagingBytes) {
        return new LoopOptions(
                readBufferBytes,
                stagingBytes,
                readBudgetBytes,
                taskBudget,
                busyPoll,
                threads,
                clock,
                provider,
                random,
                errors);
    }

    /**
     * These options with other budgets.
     *
     * @param readBudgetBytes the new readBudgetBytes
     * @param taskBudget the new taskBudget
     * @return new options
     */
    public LoopOptions withBudgets(int readBudgetBytes, int taskBudget) {
        return new LoopOptions(
                readBufferBytes,
                stagingBytes,
                readBudgetBytes,
                taskBudget,
                busyPoll,
                threads,
                clock,
                provider,
                random,
                errors);
    }

    /**
     * These options with busy polling: for latency, where a CPU can be spared for the loop.
     *
     * @param busyPoll how long to go on looking before sleeping, at most a minute; zero for not at all
     * @return new options
     */
    public LoopOptions withBusyPoll(Duration busyPoll) {
        return new LoopOptions(
                readBufferBytes,
                stagingBytes,
                readBudgetBytes,
                taskBudget,
                busyPoll,
                threads,
                clock,
                provider,
                random,
                errors);
    }

    /**
     * These options with another maker of threads.
     *
     * @param threads makes each loop's thread
     * @return new options
     */
    public LoopOptions withThreads(ThreadFactory threads) {
        return new LoopOptions(
                readBufferBytes,
                stagingBytes,
                readBudgetBytes,
                taskBudget,
                busyPoll,
                threads,
                clock,
                provider,
                random,
                errors);
    }

    /**
     * These options with daemon threads, which do not keep the process alive. They have the same names as the default's.
     *
     * @return new options
     */
    public LoopOptions withDaemonThreads() {
        return withThreads(new LoopThreads(true));
    }

    /**
     * These options with another clock, for tests in which time is what the test says.
     *
     * @param clock nanoseconds from any origin, never going back
     * @return new options
     */
    public LoopOptions withClock(LongSupplier clock) {
        return new LoopOptions(
                readBufferBytes,
                stagingBytes,
                readBudgetBytes,
                taskBudget,
                busyPoll,
                threads,
                clock,
                provider,
                random,
                errors);
    }

    /**
     * These options with another source of selectors and channels, for tests over a network in memory and for systems with a
     * better selector than the JDK's. Loops of one server must have the same provider: a selector takes no channel of
     * another's.
     *
     * @param provider opens selectors, listening sockets and sockets; called on the loop's thread and on the thread that
     *     builds a loop, a server or a client
     * @return new options
     */
    public LoopOptions withProvider(SelectorProvider provider) {
        return new LoopOptions(
                readBufferBytes,
                stagingBytes,
                readBudgetBytes,
                taskBudget,
                busyPoll,
                threads,
                clock,
                provider,
                random,
                errors);
    }

    /**
     * These options with another source of random numbers, for tests that must go the same way each time. Never for a client
     * that others reach: masking keys must be unpredictable, or an attacker who chooses payloads chooses the bytes on the
     * wire (RFC 6455 §10.3).
     *
     * @param random must be safe for use by several threads, as {@link SecureRandom} and {@link java.util.Random} are
     * @return new options
     */
    public LoopOptions withRandom(RandomGenerator random) {
        return new LoopOptions(
                readBufferBytes,
                stagingBytes,
                readBudgetBytes,
                taskBudget,
                busyPoll,
                threads,
                clock,
                provider,
                random,
                errors);
    }

    /**
     * These options with another error handler.
     *
     * @param errors hears of tasks that throw and of a selector that fails
     * @return new options
     */
    public LoopOptions withErrors(ErrorHandler errors) {
        return new LoopOptions(
                readBufferBytes,
                stagingBytes,
                readBudgetBytes,
                taskBudget,
                busyPoll,
                threads,
                clock,
                provider,
                random,
                errors);
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
        }
    }
}
