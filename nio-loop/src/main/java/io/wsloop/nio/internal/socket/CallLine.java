package io.wsloop.nio.internal.socket;

import io.wsloop.CloseCause;
import io.wsloop.CloseStatus;
import io.wsloop.SendResult;
import io.wsloop.protocol.Deadline;
import io.wsloop.protocol.Workbench;
import org.jspecify.annotations.Nullable;

/**
 * Gives the engine the calls that came out of the loop's queue, in their order. Two things make a call wait once more:
 *
 * <ul>
 *   <li>while a message in fragments is unfinished, other messages wait behind it, for RFC 6455 §5.4 lets nothing but
 *       control frames between its fragments. A ping goes between them unless a call of its own thread waits;
 *   <li>a close waits until every call that was answered QUEUED has reached the engine.
 * </ul>
 *
 * <p>Loop thread.
 */
final class CallLine {
    private final WebSocketHandle handle;
    private final Calls calls;

    /** The message whose first fragment the engine has, and whose last it has not. */
    private @Nullable Fragments current;

    /** The thread that wrote its latest fragment. */
    private @Nullable Thread writer;

    /** The calls that belong to the current message and stood behind others. Empty unless a batch was used up. */
    private final CallList ahead = new CallList();

    /** The calls that wait for the end of the current message. */
    private final CallList behind = new CallList();

    /** True while a task that goes on with them waits in the loop's queue. */
    private boolean goesOn;

    /** A close that waits until no call does. */
    private @Nullable CloseStatus closeStatus;

    private CloseCause closeCause = CloseCause.CLOSING_HANDSHAKE;
    private long closeDeadline = Deadline.NEVER;

    CallLine(WebSocketHandle handle, Calls calls) {
        this.handle = handle;
        this.calls = calls;
    }

    /** True while no message in fragments is in the way of another message. */
    boolean isFree() {
        return current == null;
    }

    /** A call comes out of the loop's queue. */
    void arrived(Call call) {
        CallList waits = listFor(call);
        if (waits == null) {
            give(call);
            if (!goesOn) {
                goOn();
            }
        } else {
            waits.add(call);
        }
    }

    /** Where the call has to wait, or null when it goes to the engine now. */
    private @Nullable CallList listFor(Call call) {
        if (!handle.protocol.isOpen()) {
            return null;
        }
        if (current != null && call.message() == current) {
            return ahead.isEmpty() ? null : ahead;
        }
        if (call.isControl()) {
            if (behind.hasCallOf(call.caller)) {
                return behind;
            }
            return ahead.hasCallOf(call.caller) ? ahead : null;
        }
        return current == null && behind.isEmpty() ? null : behind;
    }

    /**
     * The caller has returned, so the error handler hears what the engine throws. The call was answered QUEUED when it fitted
     * below the cap, so the engine does not judge again. It counts here until it counts there.
     */
    private void give(Call call) {
        Workbench bench = handle.connection.desk().bench();
        bench.admits(true);
        try {
            call.give();
        } catch (Throwable e) {
            handle.failed("a message from another thread", e);
        } finally {
            bench.admits(false);
        }
        calls.publish(handle.protocol.outbox().pending());
        calls.uncount(call);
        handle.connection.flushLater();
    }

    /** Gives the engine one fragment. */
    SendResult fragment(Fragments message, byte[] bytes, boolean last, Thread caller) {
        SendResult result = handle.protocol.sendPart(message.type, message.compression, bytes, 0, bytes.length, last);
        current = last ? null : message;
        writer = last ? null : caller;
        return result;
    }

    /** Gives the engine the calls that waited, as far as no message in fragments is in their way. */
    private void goOn() {
        goesOn = false;
        // As many as tasks in a turn; then the loop's other tasks have theirs.
        int left = handle.connection.loop().options().taskBudget();
        for (Call call = next(); call != null; call = next()) {
            give(call);
            Fragments begun = current;
            if (begun != null && ahead.isEmpty() && call.message() == begun) {
                behind.moveFragments(begun, writer, ahead);
            }
            left--;
            if (left <= 0 && (!ahead.isEmpty() || !behind.isEmpty()) && goOnLater()) {
                return;
            }
        }
        closeIfNoneWaits();
    }

    /** False when the loop's queue has no room on a full heap: then it must be now. */
    private boolean goOnLater() {
        try {
            handle.connection.loop().offer(this::goOn);
        } catch (OutOfMemoryError e) {
            return false;
        }
        goesOn = true;
        return true;
    }

    private @Nullable Call next() {
        Call call = ahead.poll();
        return call != null || current != null ? call : behind.poll();
    }

    /** A close goes behind all calls that were answered QUEUED. The first close counts. */
    void close(CloseStatus status, CloseCause cause) {
        if (closeStatus == null) {
            closeStatus = status;
            closeCause = cause;
            closeDeadline = Deadline.after(handle.connection.loop().now(), handle.closeTimeoutNanos());
        }
        closeIfNoneWaits();
        handle.connection.flushLater();
    }

    void closeIfNoneWaits() {
        CloseStatus status = closeStatus;
        if (status != null && calls.waitingBytes() == 0) {
            closeNow(status);
        }
    }

    private void closeNow(CloseStatus status) {
        closeStatus = null;
        closeDeadline = Deadline.NEVER;
        calls.refuseAll();
        handle.protocol.close(status, closeCause);
        handle.connection.flushLater();
    }

    /** When a close is no longer put off for a message in fragments that is not finished. */
    long closeDeadline() {
        return closeDeadline;
    }

    void onDeadline() {
        CloseStatus status = closeStatus;
        if (status != null
                && Deadline.isDue(closeDeadline, handle.connection.loop().now())) {
            forget();
            closeNow(status);
        }
    }

    /** The connection has ended. */
    void end() {
        calls.refuseAll();
        forget();
        current = null;
        writer = null;
        closeStatus = null;
        closeDeadline = Deadline.NEVER;
    }

    private void forget() {
        for (Call call = ahead.poll(); call != null; call = ahead.poll()) {
            calls.uncount(call);
        }
        for (Call call = behind.poll(); call != null; call = behind.poll()) {
            calls.uncount(call);
        }
    }
}
