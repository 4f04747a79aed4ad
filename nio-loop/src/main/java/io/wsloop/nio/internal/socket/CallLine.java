package io.wsloop.nio.internal.socket;

import io.wsloop.CloseCause;
import io.wsloop.CloseStatus;
import io.wsloop.SendResult;
import io.wsloop.protocol.Deadline;
import io.wsloop.protocol.Workbench;
import org.jspecify.annotations.Nullable;

/**
 * Sends the calls that come out of the loop's queue through the engine, in their order. Two rules make a call wait once more:
 *
 * <ul>
 *   <li>A message waits while another one in fragments is unfinished. RFC 6455 §5.4: the fragments of one message must not be
 *       interleaved with those of another, and only control frames may come between them. A ping or pong waits only behind
 *       an earlier call of the same thread.
 *   <li>A close waits until every call that was answered QUEUED has reached the engine.
 * </ul>
 *
 * <p>Loop thread.
 */
final class CallLine {
    private final OrderedCalls ws;
    private final Calls calls;

    /** The message of which the engine has the first fragment and not the last. Null when there is none. */
    private @Nullable Fragments current;

    /** The thread that wrote the latest fragment of {@link #current}. */
    private @Nullable Thread writer;

    /** Fragments of the current message, with its writer's pings, that stood in {@link #behind} and go first now. */
    private final CallList ahead = new CallList();

    /** Calls that wait for the end of the current message. */
    private final CallList behind = new CallList();

    /** True while a task of the loop is to send the calls that wait. */
    private boolean scheduled;

    /** The status of a close that waits until no call does. Null when there is none. */
    private @Nullable CloseStatus closeStatus;

    private CloseCause closeCause = CloseCause.CLOSING_HANDSHAKE;
    private long closeDeadline = Deadline.NEVER;

    CallLine(OrderedCalls ws, Calls calls) {
        this.ws = ws;
        this.calls = calls;
    }

    /** True while no message in fragments holds up another message. */
    boolean isFree() {
        return current == null;
    }

    /** Sends a call that comes out of the loop's queue, or lets it wait. */
    void arrived(Call call) {
        CallList waits = listFor(call);
        if (waits == null) {
            send(call);
            if (!scheduled) {
                sendWaiting();
            }
        } else {
            waits.add(call);
        }
    }

    /** The list in which the call has to wait, or null when it is sent now. */
    private @Nullable CallList listFor(Call call) {
        if (!ws.protocol.isOpen()) {
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
     * Sends a call. Its caller has returned, so the error handler is told what the engine throws. The call fitted below the
     * cap when it was answered QUEUED, so the engine admits it without another look. It is counted here until the engine
     * counts it, so that no thread sees fewer bytes than wait.
     */
    private void send(Call call) {
        Workbench bench = ws.connection.desk().bench();
        bench.admits(true);
        try {
            call.send();
        } catch (Throwable e) {
            ws.failed("a message from another thread", e);
        } finally {
            bench.admits(false);
        }
        calls.publish(ws.protocol.outbox().pendingFrames());
        calls.uncount(call);
        ws.connection.flushLater();
    }

    /** Sends one fragment through the engine. */
    SendResult sendFragment(Fragments message, byte[] bytes, boolean last, Thread caller) {
        SendResult result = ws.protocol.sendPart(message.type, message.compression, bytes, 0, bytes.length, last);
        current = last ? null : message;
        writer = last ? null : caller;
        return result;
    }

    /** Sends the calls that waited, as far as no message in fragments holds them up. */
    private void sendWaiting() {
        scheduled = false;
        // No more than a turn runs tasks. The other tasks of the loop have the next turn.
        int left = ws.connection.loop().options().taskBudget();
        for (Call call = next(); call != null; call = next()) {
            send(call);
            Fragments begun = current;
            if (begun != null && ahead.isEmpty() && call.message() == begun) {
                behind.moveFragments(begun, writer, ahead);
            }
            left--;
            if (left <= 0 && (!ahead.isEmpty() || !behind.isEmpty()) && sendWaitingLater()) {
                return;
            }
        }
        closeIfNoneWaits();
    }

    /** Puts {@link #sendWaiting} into the loop's queue. False when a full heap has no room for it: go on now. */
    private boolean sendWaitingLater() {
        try {
            ws.connection.loop().offer(this::sendWaiting);
        } catch (OutOfMemoryError e) {
            return false;
        }
        scheduled = true;
        return true;
    }

    private @Nullable Call next() {
        Call call = ahead.poll();
        return call != null || current != null ? call : behind.poll();
    }

    /** Closes behind all calls that were answered QUEUED. The status of the first close counts. */
    void close(CloseStatus status, CloseCause cause) {
        if (closeStatus == null) {
            closeStatus = status;
            closeCause = cause;
            closeDeadline = Deadline.after(ws.connection.loop().now(), ws.closeTimeoutNanos());
        }
        closeIfNoneWaits();
        ws.connection.flushLater();
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
        ws.protocol.close(status, closeCause);
        ws.connection.flushLater();
    }

    /** When a close no longer waits for a message in fragments that is unfinished. */
    long closeDeadline() {
        return closeDeadline;
    }

    void onDeadline() {
        CloseStatus status = closeStatus;
        if (status != null && Deadline.isDue(closeDeadline, ws.connection.loop().now())) {
            forget();
            closeNow(status);
        }
    }

    /** Lets go of everything: the connection has ended. */
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
