package io.wsloop.nio.internal.socket;

import io.wsloop.CloseCause;
import io.wsloop.CloseStatus;
import io.wsloop.Compression;
import io.wsloop.Limits;
import io.wsloop.OverflowPolicy;
import io.wsloop.Role;
import io.wsloop.SendResult;
import io.wsloop.frame.Utf8;
import io.wsloop.frame.Utf8Validator;
import io.wsloop.nio.internal.wire.Connection;
import io.wsloop.protocol.Deadline;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the application's calls in order, from whichever thread they come. On the loop's thread a call goes straight to the
 * engine while no other call waits. Every other call is enqueued: it becomes one of the {@link Calls}, a task of the loop.
 *
 * <p>The bytes of enqueued calls count as bytes that wait, so a fast thread meets the same bounds as a fast callback. A call
 * from another thread is judged by the bytes that waited in the engine when they were last published.
 *
 * <p>A superclass of {@link WebSocketHandle} and not an object beside it, because every connection has one.
 */
abstract class OrderedCalls extends WebSocketPhase {
    private static final CloseStatus TOO_SLOW = new CloseStatus(1008, "too slow to read");

    private static final CloseStatus ABANDONED = new CloseStatus(1011, "a message was given up half sent");

    private static final AtomicReferenceFieldUpdater<OrderedCalls, @Nullable Calls> CALLS =
            AtomicReferenceFieldUpdater.newUpdater(OrderedCalls.class, Calls.class, "calls");

    /** Null until a call is enqueued, a message is sent in fragments, or bytes wait in the engine. */
    private volatile @Nullable Calls calls;

    /** False once a close was called, or the connection has ended. */
    private volatile boolean open = true;

    OrderedCalls(Connection connection, Role role, Upgraded upgraded) {
        super(connection, role, upgraded);
    }

    final boolean inLoop() {
        return connection.loop().inLoop();
    }

    /** True if a message may go straight to the engine: on the loop's thread, while no other call waits. */
    final boolean isDirect() {
        Calls known = calls;
        return inLoop() && (known == null || known.isDirect());
    }

    /** True if a ping or pong may go straight to the engine. A message in fragments does not hold it up. */
    final boolean isDirectControl() {
        Calls known = calls;
        return inLoop() && (known == null || known.waitingBytes() == 0 && open);
    }

    final Calls calls() {
        Calls known = calls;
        if (known == null) {
            known = new Calls(this);
            if (!CALLS.compareAndSet(this, null, known)) {
                // Another thread has made them in the meantime.
                return calls();
            }
        }
        return known;
    }

    /**
     * Counts a call and makes it a task of the loop, behind the calls that were enqueued before.
     *
     * @param droppable true if the overflow policy may drop it
     * @return QUEUED; CONGESTED above the high-water mark; CLOSED, or DROPPED by the overflow policy, when it was not enqueued
     */
    final SendResult enqueue(Call call, boolean droppable) {
        Calls waiting = calls();
        if (!open && !waiting.finishesForOthers(call)) {
            return SendResult.CLOSED;
        }
        Limits limits = limits();
        long before = waiting.count(call, limits.maxOutgoingBytes());
        if (before == Calls.REFUSED) {
            return SendResult.CLOSED;
        }
        if (before == Calls.ABOVE_CAP) {
            return overflow(droppable);
        }
        boolean congested = before + call.bytes() > limits.highWaterBytes();
        if (congested) {
            waiting.oweDrained(true);
        }
        try {
            if (!connection.loop().offer(call)) {
                waiting.uncountRefused(call);
                return SendResult.CLOSED;
            }
        } catch (Error e) {
            // The heap is full. The message is not enqueued, so it must not be counted.
            waiting.uncountRefused(call);
            throw e;
        }
        return congested ? SendResult.CONGESTED : SendResult.QUEUED;
    }

    /** Enqueues a copy of text in UTF-8. Throws on the caller's own thread when it is no UTF-8. */
    final SendResult enqueueUtf8(byte[] copy, Compression compression) {
        Utf8.requireValid(copy, 0, copy.length, new Utf8Validator());
        return enqueue(new Call.Text(this, copy, compression), true);
    }

    private SendResult overflow(boolean droppable) {
        if (droppable && handshake.agreement().options().overflow() == OverflowPolicy.DROP_NEW) {
            return SendResult.DROPPED;
        }
        open = false;
        connection.loop().onLoop(() -> {
            protocol.fail(TOO_SLOW, CloseCause.TOO_SLOW, null);
            connection.flushLater();
        });
        return SendResult.CLOSED;
    }

    /** Fails the connection after a message of which the peer has a part: nothing else tells the peer of its end. */
    final void abandoned() {
        open = false;
        connection.loop().onLoop(() -> {
            protocol.fail(ABANDONED, CloseCause.ABORTED, null);
            connection.flushLater();
        });
    }

    @Override
    public final void abort() {
        open = false;
        connection.loop().onLoop(() -> {
            protocol.abort(CloseCause.ABORTED, null);
            connection.flushLater();
        });
    }

    @Override
    public final boolean isOpen() {
        return open && (!inLoop() || protocol.isOpen());
    }

    @Override
    final void closeBehindAll(CloseStatus status, CloseCause cause) {
        if (isDirect()) {
            open = false;
            protocol.close(status, cause);
            connection.flushLater();
        } else {
            calls().close(status, cause);
            open = false;
        }
    }

    @Override
    public final long pendingBytes() {
        Calls known = calls;
        if (inLoop()) {
            return (known == null ? 0 : known.waitingBytes())
                    + protocol.outbox().pending();
        }
        return known == null ? 0 : known.pendingBytes();
    }

    @Override
    final long waitingCallBytes() {
        Calls known = calls;
        return known == null ? 0 : known.waitingBytes();
    }

    /** Publishes what waits in the engine after a call that went straight to it. */
    final void publishSent() {
        Calls known = calls;
        if (known != null) {
            known.publish(protocol.outbox().pendingFrames());
        }
    }

    final long closeTimeoutNanos() {
        return limits().closeTimeout().toNanos();
    }

    @Override
    public final long nextDeadline() {
        Calls known = calls;
        long engines = protocol.nextDeadline();
        return known == null ? engines : Deadline.earlier(engines, known.line.closeDeadline());
    }

    @Override
    public final void onDeadline() {
        Calls known = calls;
        if (known != null) {
            known.line.onDeadline();
        }
        protocol.onDeadline();
    }

    /**
     * Lets other threads see what waits in the engine and whether it is open. A volatile write is a fence, so an unchanged
     * value is not written.
     */
    @Override
    final void publish() {
        long pending = protocol.outbox().pendingFrames();
        if (pending > 0 || calls != null) {
            calls().publish(pending);
        }
        if (open && !protocol.isOpen()) {
            open = false;
        }
    }

    @Override
    final void end() {
        open = false;
        Calls known = calls;
        if (known != null) {
            known.publish(0);
            known.line.end();
        }
    }

    @Override
    final boolean owesDrained() {
        Calls known = calls;
        return known != null && known.owesDrained() && open;
    }

    @Override
    final void oweDrained() {
        calls().oweDrained(true);
    }

    @Override
    final boolean stillWaits(int lowWaterBytes) {
        Calls known = calls();
        known.oweDrained(true);
        if (pendingBytes() > lowWaterBytes) {
            return true;
        }
        known.oweDrained(false);
        return false;
    }
}
