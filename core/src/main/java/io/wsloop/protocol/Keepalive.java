package io.wsloop.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a peer is gone. After a silence it asks for a ping, and a peer that is there must answer with a pong
 * (RFC 6455 §5.5.2). A byte that comes only stores the time and moves no timer. So a deadline may come too early, and
 * then a later one follows.
 *
 * <p>This is a superclass of the engine and not a field because a second object would cost each connection 32 bytes.
 */
class Keepalive {
    /** The task of the engine at a deadline. */
    enum Verdict {
        /** Nothing: the peer has sent something meanwhile, or it owes no answer. */
        TOO_EARLY,
        /** Send {@link #ping}, because the peer was silent. */
        PING,
        /** Fail the connection, because no byte came after the ping. */
        DEAD
    }

    final EngineGroup group;

    /** When the peer's last byte came, or when the ping was sent after it. */
    private long heardAt;

    /** The payload of the ping that has no answer yet; null when there is none. */
    private byte @Nullable [] outstanding;

    /** The pings and pongs that the peer cannot have read yet; null when there are none. */
    @Nullable
    UnsentControl unsent;

    private boolean paused;

    Keepalive(EngineGroup group) {
        this.group = group;
        heardAt = group.bench.now();
    }

    final void heard(long now) {
        heardAt = now;
    }

    final long keepaliveDeadline() {
        if (paused || group.pingAfterNanos == 0) {
            return Deadline.NEVER;
        }
        if (outstanding == null) {
            return Deadline.after(heardAt, group.pingAfterNanos);
        }
        UnsentControl far = unsent;
        long since = far == null ? heardAt : far.notBeforePing(heardAt);
        return Deadline.after(since, group.pongTimeoutNanos);
    }

    /**
     * Decides at a deadline. Any byte after the ping postpones the end: a peer cannot send its pong before the frame
     * that it is sending has ended.
     */
    final Verdict onSilence(long now) {
        if (!Deadline.isDue(keepaliveDeadline(), now)) {
            return Verdict.TOO_EARLY;
        }
        if (outstanding != null) {
            return Verdict.DEAD;
        }
        outstanding = ByteBuffer.allocate(8)
                .put((byte) 'k')
                .put((byte) 'a')
                .putInt(4, group.nextPing())
                .array();
        heardAt = now;
        return Verdict.PING;
    }

    /** The payload of the ping to send. */
    final byte[] ping() {
        byte[] payload = outstanding;
        return payload == null ? new byte[0] : payload;
    }

    /**
     * True if a pong answers our ping: it must carry the same payload (RFC 6455 §5.5.3). Any other pong is for the
     * application.
     */
    final boolean isAnswer(byte[] payload) {
        if (!Arrays.equals(payload, outstanding)) {
            return false;
        }
        outstanding = null;
        if (unsent != null) {
            unsent.pingAnswered();
        }
        return true;
    }

    /** Stops and starts the wait. The engine reads nothing during a pause, so the peer then owes no answer. */
    final void paused(boolean paused, long now) {
        if (this.paused && !paused) {
            heardAt = now;
        }
        this.paused = paused;
    }
}
