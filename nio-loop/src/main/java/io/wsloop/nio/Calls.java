package io.wsloop.nio;

import io.wsloop.CloseCause;
import io.wsloop.CloseStatus;
import io.wsloop.SendResult;
import io.wsloop.protocol.Deadline;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The calls on one WebSocket that have not reached its engine, in one order for all threads. A call goes to the engine
 * directly only on the loop's thread, while no other call waits. All others become tasks of the loop, so that each thread's
 * calls leave in the order in which it made them. The order ends in two places:
 *
 * <ul>
 *   <li>while a message in fragments is unfinished, other messages wait behind it (RFC 6455 §5.4 lets nothing but control
 *       frames between its fragments);
 *   <li>a close waits until every call that was answered QUEUED has reached the engine.
 * </ul>
 *
 * <p>Made for the first call from another thread, the first message in fragments, or once bytes wait that other threads
 * are to know of: a connection that is idle, or served by its loop alone, has none. Any thread, unless said otherwise.
 */
final class Calls {
    /** Field updaters in place of two more objects. */
    private static final AtomicLongFieldUpdater<Calls> QUEUED =
            AtomicLongFieldUpdater.newUpdater(Calls.class, "queued");

    private static final AtomicReferenceFieldUpdater<Calls, @Nullable Fragments> UNFINISHED =
            AtomicReferenceFieldUpdater.newUpdater(Calls.class, Fragments.class, "unfinished");

    /** The bit of queued that says that a close was called: no further message is taken. */
    private static final long CLOSED = Long.MIN_VALUE;

    /** This many calls that waited behind a message go to the engine at a time; then the loop's other tasks have a turn. */
    private static final int BATCH = 1024;

    private final WebSocketHandle handle;

    /** The bytes of the calls that wait, and the bit CLOSED. */
    private volatile long queued;

    /** The bytes that waited in the engine when the connection last came to rest. */
    private volatile long written;

    /** The application's message in fragments that is begun and not finished. */
    private volatile @Nullable Fragments unfinished;

    /** True if a thread was told CONGESTED, which the engine does not know. */
    private volatile boolean owesDrained;

    /** Loop thread: the message in fragments whose first fragment the engine has, and whose last it has not. */
    private @Nullable Fragments current;

    /** Loop thread: the thread that wrote its latest fragment. */
    private @Nullable Thread writer;

    /** Loop thread: the calls that wait for its end, first and last. */
    private @Nullable Call first;

    private @Nullable Call last;

    /** Loop thread: true while some that belong to the current message may be among them. */
    private boolean fragmentsWait;

    /** Loop thread: no fragment of the current message stands before or at this call. */
    private @Nullable Call passedOver;

    /** Loop thread: a close that waits until no call does. */
    private @Nullable CloseStatus closeStatus;

    private CloseCause closeCause = CloseCause.CLOSING_HANDSHAKE;
    private long closeDeadline = Deadline.NEVER;

    Calls(WebSocketHandle handle) {
        this.handle = handle;
    }

    /** Loop thread: true if a message may go to the engine at once. */
    boolean isDirect() {
        return queued == 0 && current == null;
    }

    long waitingBytes() {
        return queued & ~CLOSED;
    }

    /** The bytes that wait here and in the engine, as another thread sees them. */
    long pendingBytes() {
        return waitingBytes() + written;
    }

    /**
     * Counts a call before it is handed in.
     *
     * @return the bytes that waited before, the engine's included; negative if a close was called. A close that waits still
     *     lets a message in fragments come to its end, for the calls behind it were answered QUEUED
     */
    long handIn(Call call) {
        while (true) {
            long before = queued;
            if (before == CLOSED || before < 0 && call.message() == null) {
                return -1;
            }
            if (QUEUED.compareAndSet(this, before, before + call.bytes())) {
                return (before & ~CLOSED) + written;
            }
        }
    }

    /** Takes back what {@link #handIn} counted. A close may have waited for this call alone. */
    void takeBack(Call call) {
        long left = QUEUED.addAndGet(this, -call.bytes());
        if (left == CLOSED) {
            handle.submit(this::closeIfNoneWaits);
        }
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

    /** Loop thread: a call comes out of the loop's queue. */
    void arrived(Call call) {
        if (hasToWait(call)) {
            call.next = null;
            Call end = last;
            if (end == null) {
                first = call;
            } else {
                end.next = call;
            }
            last = call;
        } else {
            give(call);
            goOn();
        }
    }

    private boolean hasToWait(Call call) {
        if (!handle.protocol.isOpen()) {
            return false;
        }
        return belongsToCurrent(call) ? fragmentsWait : first != null || current != null;
    }

    /** A fragment of the current message, or a ping that its writer sent between two of them. */
    private boolean belongsToCurrent(Call call) {
        return current != null && (call.message() == current || call.goesBetweenFragmentsOf(writer));
    }

    /** Loop thread: no thread hears any more what the engine throws. */
    private void give(Call call) {
        QUEUED.addAndGet(this, -call.bytes());
        try {
            call.give();
        } catch (Throwable e) {
            handle.failed("a message from another thread", e);
        }
        if (closeStatus != null) {
            closeDeadline = Deadline.after(handle.connection.loop().now(), handle.closeTimeoutNanos());
        }
        handle.connection.flushLater();
    }

    /** Loop thread: gives the engine one fragment. */
    SendResult part(Fragments message, byte[] bytes, boolean isLast, Thread caller) {
        SendResult result = handle.protocol.sendPart(message.type, message.compression, bytes, 0, bytes.length, isLast);
        current = isLast ? null : message;
        writer = isLast ? null : caller;
        return result;
    }

    /** Loop thread: gives the engine the calls that waited, as far as no message in fragments is in their way. */
    private void goOn() {
        for (int left = BATCH; first != null; left--) {
            if (left == 0) {
                handle.submitLater(this::goOn);
                return;
            }
            Call call = current == null ? unlink(null, first) : nextFragment();
            if (call == null) {
                break;
            }
            boolean begins = current == null;
            give(call);
            if (begins || current == null) {
                fragmentsWait = current != null;
                passedOver = null;
            }
        }
        closeIfNoneWaits();
    }

    /** The next that belongs to the message that the engine has begun, from among the calls that wait behind it. */
    private @Nullable Call nextFragment() {
        if (!fragmentsWait) {
            return null;
        }
        Call before = passedOver;
        Call call = before == null ? first : before.next;
        while (call != null && !belongsToCurrent(call)) {
            before = call;
            call = call.next;
        }
        passedOver = before;
        fragmentsWait = call != null;
        return call == null ? null : unlink(before, call);
    }

    private Call unlink(@Nullable Call before, Call call) {
        if (before == null) {
            first = call.next;
        } else {
            before.next = call.next;
        }
        if (last == call) {
            last = before;
        }
        return call;
    }

    private void forget() {
        for (Call call = first; call != null; call = call.next) {
            QUEUED.addAndGet(this, -call.bytes());
        }
        first = null;
        last = null;
        passedOver = null;
    }

    /** No call is taken any more. Those that were answered QUEUED still go to the engine, and then the close does. */
    void close(CloseStatus status, CloseCause cause) {
        refuseMore();
        handle.submit(() -> {
            if (closeStatus == null) {
                closeStatus = status;
                closeCause = cause;
                closeDeadline = Deadline.after(handle.connection.loop().now(), handle.closeTimeoutNanos());
            }
            closeIfNoneWaits();
            handle.connection.flushLater();
        });
    }

    private void refuseMore() {
        long before;
        do {
            before = queued;
        } while (before >= 0 && !QUEUED.compareAndSet(this, before, before | CLOSED));
    }

    private void closeIfNoneWaits() {
        CloseStatus status = closeStatus;
        if (status != null && waitingBytes() == 0) {
            closeNow(status);
        }
    }

    private void closeNow(CloseStatus status) {
        closeStatus = null;
        closeDeadline = Deadline.NEVER;
        handle.protocol.close(status, closeCause);
        handle.connection.flushLater();
    }

    /** Loop thread: when a close that waits is no longer put off for calls that wait. */
    long closeDeadline() {
        return closeDeadline;
    }

    /** Loop thread: a message in fragments was not finished in time, and what waits behind it cannot be sent. */
    void onDeadline() {
        CloseStatus status = closeStatus;
        if (status != null
                && Deadline.isDue(closeDeadline, handle.connection.loop().now())) {
            forget();
            closeNow(status);
        }
    }

    /** Loop thread: the connection has ended. */
    void end() {
        refuseMore();
        publish(0);
        forget();
        current = null;
        writer = null;
        closeStatus = null;
        closeDeadline = Deadline.NEVER;
    }
}
