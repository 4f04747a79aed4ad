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
 * The options of a loop. Immutable; the same options can make many loops. Any thread.
 *
 * @param readBufferBytes size of the direct buffer into which the loop reads all its connections; at least 1,024 (default 256 KiB).
 *     A message that fits into it whole is copied once
 * @param stagingBytes size of the direct buffer that collects the answers of the connection that is being read; at least 1,024
 *     (default 128 KiB). A full buffer is written early
 * @param readBudgetBytes how many bytes one connection may read in one turn before the others have their turn; at least 1
 *     (default 256 KiB)
 * @param taskBudget how many tasks, and how many timers and flushes, a turn runs before the loop looks at the sockets again; at
 *     least 1 (default 1,024)
 * @param busyPoll how long an idle loop polls before it sleeps; zero to one minute (default zero: it sleeps at once). A polling
 *     loop notices bytes within microseconds, and takes a whole CPU
 * @param threads makes the loop's thread (default: non-daemon threads named wsloop-1, wsloop-2, …)
 * @param clock nanoseconds, read once a turn (default {@link System#nanoTime})
 * @param provider opens the loop's selector, and every channel of the servers and clients on the loop (default the JDK's, {@link
 *     SelectorProvider#provider})
 * @param random gives masking keys and the keys of opening handshakes, on several threads (default a {@link SecureRandom})
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
    /** A smaller buffer could not hold a control frame or the answer of a handshake. */
    private static final int SMALLEST_BUFFER = 1024;

    private static final Duration LONGEST_POLL = Duration.ofMinutes(1);

    /**
     * Checks that every number is in its range.
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
     * @throws IllegalArgumentException with the name of the number that is not in its range
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
     * These options with busy polling, for a machine that can spare a CPU for each loop to save latency.
     *
     * @param busyPoll how long an idle loop polls before it sleeps, from zero to one minute
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
     * These options with daemon threads, which do not keep the process alive. Their names are those of the default.
     *
     * @return new options
     */
    public LoopOptions withDaemonThreads() {
        return withThreads(new LoopThreads(true));
    }

    /**
     * These options with another clock, for a test that sets the time.
     *
     * @param clock nanoseconds from any origin; must never go back; called on any thread
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
     * These options with another source of selectors and channels, for a test over a network in memory, or for a system with a
     * better selector than the JDK's. All loops of one server must have the same provider, because a selector takes no channel of
     * another provider.
     *
     * @param provider opens selectors, listening sockets and sockets; called on the loop's thread, and on the thread that builds a
     *     loop, a server or a client
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
     * These options with another source of random numbers, for a test that must go the same way each time. A client in production
     * needs a {@link SecureRandom}. RFC 6455 §10.3: masking keys must be unpredictable, because an attacker who can predict them
     * can choose the bytes on the wire.
     *
     * @param random must be safe for several threads, as {@link SecureRandom} and {@link java.util.Random} are
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
