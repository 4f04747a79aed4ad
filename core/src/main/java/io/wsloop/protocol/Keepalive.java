package io.wsloop.protocol;

import io.wsloop.Limits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a peer is gone (RFC 6455 §5.5.2). A message only stores the time: the deadline stays where it was and is
 * found too early when it comes.
 */
final class Keepalive {
    /** What a deadline turned out to be. */
    enum Verdict {
        /** Something was heard meanwhile. */
        TOO_EARLY,
        /** Silence: send {@link #ping}. */
        PING,
        /** The ping was followed by nothing at all. */
        DEAD
    }

    private static final long NONE = Long.MAX_VALUE;

    private final Limits limits;
    private long heardAt;
    private long deadline;
    private byte @Nullable [] outstanding;
    /** Tells one ping from the one before. */
    private short pings;

    private boolean paused;

    Keepalive(Limits limits, long now) {
        this.limits = limits;
        heardAt = now;
        deadline = limits.pingAfter().isZero() ? NONE : now + patience();
    }

    void heard(long now) {
        heardAt = now;
    }

    long deadline() {
        return paused ? NONE : deadline;
    }

    /**
     * Any byte after the ping postpones the verdict: a peer in the midst of a long frame cannot answer before its end.
     */
    Verdict onDeadline(long now) {
        long patience = patience();
        long silence = now - heardAt;
        if (silence < patience) {
            deadline = heardAt + patience;
            return Verdict.TOO_EARLY;
        }
        if (outstanding != null) {
            return Verdict.DEAD;
        }
        outstanding = ByteBuffer.allocate(8)
                .put((byte) 'k')
                .put((byte) 'a')
                .putShort(6, ++pings)
                .array();
        heardAt = now;
        deadline = now + patience();
        return Verdict.PING;
    }

    /** How long silence may last now. */
    private long patience() {
        return (outstanding == null ? limits.pingAfter() : limits.pongTimeout()).toNanos();
    }

    /** The payload of the ping to send. */
    byte[] ping() {
        byte[] payload = outstanding;
        return payload == null ? new byte[0] : payload;
    }

    /** Whether a pong answers our ping (§5.5.3); any other is the application's. */
    boolean isAnswer(byte[] payload) {
        if (!Arrays.equals(payload, outstanding)) {
            return false;
        }
        outstanding = null;
        deadline = heardAt + patience();
        return true;
    }

    /** While reading is paused nothing can be heard, so nothing is expected. */
    void paused(boolean paused, long now) {
        if (this.paused && !paused) {
            heardAt = now;
            deadline = limits.pingAfter().isZero() ? NONE : now + patience();
        }
        this.paused = paused;
    }
}
