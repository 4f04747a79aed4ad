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

/**
 * A loop's selector: waits until a channel is ready, is woken by other threads, and is replaced when it fails or returns for
 * nothing again and again. Loop thread, except for {@link #wakeUp}.
 */
final class Selecting {
    /** The call of the selector. A test may answer in its place. */
    @FunctionalInterface
    interface Call {
        /** The real one. */
        Call REAL = (selector, ready, millis) ->
                millis == 0 ? selector.selectNow(ready) : selector.select(ready, Math.max(millis, 0));

        /** @param millis zero does not wait; a negative number waits without an end */
        int select(Selector selector, Consumer<SelectionKey> ready, long millis) throws IOException;
    }

    /** This many selects in a row that return for nothing are no accident. */
    private static final int SPIN = 512;

    /** A select that gives this many keys may have left others out: systems report ready channels in batches. */
    private static final int SMALLEST_BATCH = 256;

    private final LoopOptions options;
    private final Call call;
    private final Consumer<SelectionKey> ready;
    private final TurnClock clock;
    private volatile Selector selector;

    /** True while the loop is awake or about to wake: a thread that adds a task need not wake it. */
    private final AtomicBoolean awake = new AtomicBoolean();

    /** Selects in a row that returned early and without a reason. */
    private int selectsForNothing;

    private int replaced;

    /** How many more selects the timers wait for. */
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
        selector = options.provider().openSelector();
    }

    /**
     * To be called before the loop looks for tasks: a task that is added after that look then wakes the selector.
     *
     * @param maySleep false when the next select does not wait in any case, so that no thread need wake it
     */
    void prepare(boolean maySleep) {
        awake.set(!maySleep);
    }

    /**
     * Waits until something is ready, {@link #wakeUp} is called or the time is over, and tells what is ready. A selector
     * that fails is replaced, and its failure told.
     *
     * @param millis zero does not wait; a negative number waits without an end
     * @param since the time at which the wait begins
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
     * After a stall more channels may be ready than one select reports. Systems report ready channels by turns, so after a
     * select for each batch of all keys, everything that was ready at the first of them has been read.
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

    /** Some JDKs' selectors returned at once, for nothing, without an end; a new selector cures that. */
    private void replace() throws IOException {
        Selector broken = selector;
        Selector fresh = options.provider().openSelector();
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

    /** The keys of everything registered, cancelled ones too until the next select. */
    Set<SelectionKey> keys() {
        return selector.keys();
    }

    /** Any thread: ends the wait of this turn, or of the next when the loop does not wait now. */
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
