package io.wsloop.nio.internal.socket;

import io.wsloop.CloseCause;
import io.wsloop.CloseStatus;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Counts the calls on one WebSocket that were enqueued and have not reached its engine, and refuses calls after a close. All
 * enqueued calls are tasks of the loop, so each thread's calls leave in the order in which it made them. On the loop, {@link
 * CallLine} decides whether a call waits once more. Any thread.
 *
 * <p>A connection gets this object with its first call from another thread, its first message in fragments, or the first
 * bytes that wait in the engine. An idle connection has none.
 */
public final class Calls {
    /** Answers of {@link #count}: nothing was counted. */
    static final long REFUSED = -1;

    static final long ABOVE_CAP = -2;

    /** Field updaters save the three objects that AtomicLong, AtomicInteger and AtomicReference would be. */
    private static final AtomicLongFieldUpdater<Calls> QUEUED =
            AtomicLongFieldUpdater.newUpdater(Calls.class, "queued");

    private static final AtomicIntegerFieldUpdater<Calls> WHOLE =
            AtomicIntegerFieldUpdater.newUpdater(Calls.class, "whole");

    private static final AtomicReferenceFieldUpdater<Calls, @Nullable Fragments> UNFINISHED =
            AtomicReferenceFieldUpdater.newUpdater(Calls.class, Fragments.class, "unfinished");

    /** This bit of {@link #queued} is set once a close was called, or the connection has ended. */
    private static final long CLOSED = Long.MIN_VALUE;

    final CallLine line;
    private final OrderedCalls ws;

    /** The bytes of the calls that wait, and the bit {@link #CLOSED}. */
    private volatile long queued;

    /** The number of calls that wait, fragments left out. */
    private volatile int whole;

    /** The bytes that waited in the engine when this was last published. */
    private volatile long written;

    /** The message in fragments that the application has begun and not finished. */
    private volatile @Nullable Fragments unfinished;

    /** True if another thread was answered CONGESTED. The engine does not know of it, so it would not call onDrained. */
    private volatile boolean owesDrained;

    /** True while a close waits for calls that were answered QUEUED. */
    private volatile boolean closeWaits;

    Calls(OrderedCalls ws) {
        this.ws = ws;
        line = new CallLine(ws, this);
    }

    /** True if a message may go straight to the engine. Loop thread. */
    boolean isDirect() {
        return queued == 0 && line.isFree();
    }

    long waitingBytes() {
        return queued & ~CLOSED;
    }

    /** The bytes that wait here and in the engine, as another thread sees them. */
    long pendingBytes() {
        return waitingBytes() + written;
    }

    /**
     * Counts a call before it becomes a task of the loop, unless it is refused.
     *
     * @param cap how many bytes may wait, the call's payload included
     * @return the bytes that waited before, the engine's included; {@link #REFUSED} after a close; {@link #ABOVE_CAP}
     */
    long count(Call call, long cap) {
        while (true) {
            long before = queued;
            if (before < 0 && !finishesForOthers(call)) {
                return REFUSED;
            }
            long waiting = (before & ~CLOSED) + written;
            if (waiting + call.payloadBytes > cap) {
                return ABOVE_CAP;
            }
            if (QUEUED.compareAndSet(this, before, before + call.bytes())) {
                if (call.message() == null) {
                    WHOLE.incrementAndGet(this);
                }
                return waiting;
            }
        }
    }

    /**
     * True for a fragment after a close, while calls that were answered QUEUED wait behind its message. They can be sent only
     * when that message has ended.
     */
    boolean finishesForOthers(Call call) {
        Fragments message = call.message();
        return message != null && message.wasBegunOpen() && closeWaits && whole > 0;
    }

    /** Uncounts a call that the loop did not take. A close that waited for this call alone goes on. */
    void uncountRefused(Call call) {
        uncount(call);
        if (queued == CLOSED) {
            ws.connection.loop().onLoop(line::closeIfNoneWaits);
        }
    }

    /** Uncounts a call that has reached the engine, or never will. */
    void uncount(Call call) {
        if (call.message() == null) {
            WHOLE.decrementAndGet(this);
        }
        QUEUED.addAndGet(this, -call.bytes());
    }

    /** Lets other threads see how much waits in the engine. A volatile write is a fence, so an unchanged value is not written. */
    void publish(long pending) {
        if (pending != written) {
            written = pending;
        }
    }

    boolean owesDrained() {
        return owesDrained;
    }

    void oweDrained(boolean owed) {
        owesDrained = owed;
    }

    /** Notes that a message in fragments is begun. Throws when another one is unfinished. */
    void begin(Fragments message) {
        if (!UNFINISHED.compareAndSet(this, null, message)) {
            throw new IllegalStateException("a message is unfinished: finish it before another is begun");
        }
        // Behind the line above: a message that was given up is no longer unfinished only after more were refused.
        message.begun(!isClosed());
    }

    boolean isUnfinished(Fragments message) {
        return unfinished == message;
    }

    void finished(Fragments message) {
        UNFINISHED.compareAndSet(this, message, null);
    }

    boolean isClosed() {
        return queued < 0;
    }

    /** Takes no more messages. The close goes to the engine behind the calls that were answered QUEUED. */
    void close(CloseStatus status, CloseCause cause) {
        closeWaits = true;
        refuseMore();
        ws.connection.loop().onLoop(() -> line.close(status, cause));
    }

    /** Takes no call at all: the close has gone to the engine, or the connection has ended. Loop thread. */
    void refuseAll() {
        refuseMore();
        closeWaits = false;
    }

    /** Takes no more messages. Any thread. */
    void refuseMore() {
        long before;
        do {
            before = queued;
        } while (before >= 0 && !QUEUED.compareAndSet(this, before, before | CLOSED));
    }
}
