package io.wsloop.loop;

import io.wsloop.nio.internal.report.Faults;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A loop's selector: waits until a channel is ready or another thread wakes it. A selector that fails, or that returns again and
 * again for nothing, is replaced. Loop thread, except for {@link #wakeUp}.
 */
final class Selecting {
    /** Calls the selector. A test may pass a call that fails. */
    @FunctionalInterface
    interface Call {
        /** Calls the selector of the JDK. */
        Call REAL = (selector, ready, millis) ->
                millis == 0 ? selector.selectNow(ready) : selector.select(ready, Math.max(millis, 0));

        /** @param millis zero does not wait; a negative number waits without an end */
        int select(Selector selector, Consumer<SelectionKey> ready, long millis) throws IOException;
    }

    /** After this many selects in a row that returned for nothing, the selector is broken. */
    private static final int SPIN = 512;

    /** A select with this many ready keys may have left others out, because systems report ready channels in batches. */
    private static final int SMALLEST_BATCH = 256;

    private final LoopOptions options;
    private final Call call;
    private final Consumer<SelectionKey> ready;
    private final TurnClock clock;
    private volatile Selector selector;

    /** True while the loop is awake or about to wake. A thread that adds a task then need not wake it. */
    private final AtomicBoolean awake = new AtomicBoolean();

    /** The number of selects in a row that returned early and without a reason. */
    private int selectsForNothing;

    private int replaced;

    /** The number of further selects before timers may expire, see {@link #countBatches}. */
    private int selectsOwed;

    /**
     * Opens a selector.
     *
     * @param ready is called for each key that is ready
     */
    Selecting(LoopOptions options, Call call, Consumer<SelectionKey> ready, TurnClock clock) throws IOException {
        this.options = options;
        this.call = call;
        this.ready = ready;
        this.clock = clock;
        selector = openSelector();
    }

    private Selector openSelector() throws IOException {
        // A provider of the caller may break its contract.
        @Nullable Selector opened = options.provider().openSelector();
        if (opened == null) {
            throw new IOException("the provider of LoopOptions.provider returned null in place of a selector");
        }
        return opened;
    }

    /**
     * Clears the awake mark. The loop calls this before it looks for tasks, so that a task added after the look wakes the selector.
     *
     * @param maySleep false when the next select does not wait, so no thread need wake it
     */
    void prepare(boolean maySleep) {
        awake.set(!maySleep);
    }

    /**
     * Waits until a channel is ready, until {@link #wakeUp}, or until the time is over, and passes on every ready key. Replaces a
     * selector that fails, and the error handler hears of the failure.
     *
     * @param millis zero does not wait; a negative number waits without an end
     * @param since the time at which the wait begins, in nanoseconds of the clock
     * @throws IOException when the selector cannot be replaced
     */
    void select(long millis, long since) throws IOException {
        int selected;
        try {
            selected = call.select(selector, ready, millis);
        } catch (IOException e) {
            Faults.tell(options.errors(), "select; the selector is replaced", e);
            replace();
            return;
        }
        boolean woken = awake.getAndSet(true);
        long waited = clock.read() - since;
        countBatches(selected);
        boolean hasReason = selected > 0
                || woken
                || Thread.currentThread().isInterrupted()
                || (millis >= 0 && waited >= TimeUnit.MILLISECONDS.toNanos(millis));
        selectsForNothing = hasReason ? 0 : selectsForNothing + 1;
        if (selectsForNothing == SPIN) {
            replace();
        }
    }

    /**
     * Counts how many selects are missing. After a stall more channels may be ready than one select reports. Systems report ready
     * channels in rotation, so after one select for each batch of keys every channel that was ready before has been read.
     */
    private void countBatches(int selected) {
        if (selected < SMALLEST_BATCH) {
            selectsOwed = 0;
        } else if (selectsOwed == 0) {
            selectsOwed = selector.keys().size() / SMALLEST_BATCH;
        } else {
            selectsOwed--;
        }
    }

    /** True while channels may be ready that no select has reported yet. */
    boolean isBehind() {
        return selectsOwed > 0;
    }

    /** Opens a new selector and registers all channels with it. Some JDKs' selectors returned at once, for nothing, for ever. */
    private void replace() throws IOException {
        Selector broken = selector;
        Selector fresh = openSelector();
        for (SelectionKey key : broken.keys()) {
            if (key.isValid()) {
                Registered registered = (Registered) key.attachment();
                registered.moved(key.channel().register(fresh, key.interestOps(), registered));
                key.cancel();
            }
        }
        selector = fresh;
        replaced++;
        selectsForNothing = 0;
        broken.close();
    }

    SelectionKey register(SelectableChannel channel, int interest, Registered registered) throws IOException {
        return channel.register(selector, interest, registered);
    }

    /** The keys of all registered channels. A cancelled key stays until the next select. */
    Set<SelectionKey> keys() {
        return selector.keys();
    }

    /** Ends the wait of this turn, or of the next turn if the loop does not wait now. Any thread. */
    void wakeUp() {
        if (awake.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    int replaced() {
        return replaced;
    }

    void close() throws IOException {
        selector.close();
    }
}
