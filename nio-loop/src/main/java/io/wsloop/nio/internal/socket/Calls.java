package io.wsloop.nio.internal.socket;

import io.wsloop.CloseCause;
import io.wsloop.CloseStatus;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Counts the calls on one WebSocket that have not reached its engine, and says which are still taken. A call goes to the
 * engine directly only on the loop's thread, while no other call waits. All others become tasks of the loop, so that each
 * thread's calls leave in the order in which it made them; on the loop, {@link CallLine} decides whether they wait once
 * more. Any thread.
 *
 * <p>A connection gets this object with its first call from another thread, its first message in fragments, or the first
 * bytes that wait in the engine. An idle connection has none.
 */
public final class Calls {
    /** Answers of {@link #handIn}: nothing was counted. */
    static final long REFUSED = -1;

    static final long ABOVE_CAP = -2;

    /** Field updaters in place of three more objects. */
    private static final AtomicLongFieldUpdater<Calls> QUEUED =
            AtomicLongFieldUpdater.newUpdater(Calls.class, "queued");

    private static final AtomicIntegerFieldUpdater<Calls> WHOLE =
            AtomicIntegerFieldUpdater.newUpdater(Calls.class, "whole");

    private static final AtomicReferenceFieldUpdater<Calls, @Nullable Fragments> UNFINISHED =
            AtomicReferenceFieldUpdater.newUpdater(Calls.class, Fragments.class, "unfinished");

    /** The bit of queued that says that a close was called, or that the connection has ended. */
    private static final long CLOSED = Long.MIN_VALUE;

    final CallLine line;
    private final WebSocketHandle handle;

    /** The bytes of the calls that wait, and the bit CLOSED. */
    private volatile long queued;

    /** The number of calls that wait and are no fragments. */
    private volatile int whole;

    /** The bytes that waited in the engine when the connection last came to rest. */
    private volatile long written;

    /** The application's message in fragments that is begun and not finished. */
    private volatile @Nullable Fragments unfinished;

    /** True if a thread was told CONGESTED, which the engine does not know. */
    private volatile boolean owesDrained;

    /** True while a close waits for calls that were answered QUEUED. */
    private volatile boolean closeWaits;

    Calls(WebSocketHandle handle) {
        this.handle = handle;
        line = new CallLine(handle, this);
    }

    /** Loop thread: true if a message may go to the engine at once. */
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
     * Counts a call before it is handed in, unless it is refused.
     *
     * @param cap what may wait, the call's payload included
     * @return the bytes that waited before, the engine's included; {@link #REFUSED} after a close; {@link #ABOVE_CAP}
     */
    long handIn(Call call, long cap) {
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
     * True for a fragment after a close, while calls that were answered QUEUED wait: without the end of a message that was
     * begun before the close, they could not be sent.
     */
    boolean finishesForOthers(Call call) {
        Fragments message = call.message();
        return message != null && message.wasBegunOpen() && closeWaits && whole > 0;
    }

    /** Takes back what {@link #handIn} counted, for the loop did not take the call. A close may have waited for it alone. */
    void takeBack(Call call) {
        uncount(call);
        if (queued == CLOSED) {
            handle.connection.loop().onLoop(line::closeIfNoneWaits);
        }
    }

    /** The call is with the engine now, or will never be. */
    void uncount(Call call) {
        if (call.message() == null) {
            WHOLE.decrementAndGet(this);
        }
        QUEUED.addAndGet(this, -call.bytes());
    }

    /** Lets other threads see how much waits in the engine. Written only when changed, for it is a fence. */
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

    /** Claims the connection for a message in fragments. */
    void begin(Fragments message) {
        if (!UNFINISHED.compareAndSet(this, null, message)) {
            throw new IllegalStateException("a message is unfinished: finish it before another is begun");
        }
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

    /** No message is taken any more. Calls that were answered QUEUED still go to the engine, and then the close does. */
    void close(CloseStatus status, CloseCause cause) {
        closeWaits = true;
        refuseMore();
        handle.connection.loop().onLoop(() -> line.close(status, cause));
    }

    /** Loop thread: the close has gone to the engine, or the connection has ended. */
    void refuseAll() {
        refuseMore();
        closeWaits = false;
    }

    private void refuseMore() {
        long before;
        do {
            before = queued;
        } while (before >= 0 && !QUEUED.compareAndSet(this, before, before | CLOSED));
    }
}
