package io.wsloop.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a peer is gone: after a silence it asks for a ping, and a peer that is there must answer it (RFC 6455
 * §5.5.2). Each message only stores the time, and moves no timer. So a deadline may come too early; then there is a later one.
 *
 * <p>This is a superclass of the engine and not a field because a second object would cost each connection 32 bytes.
 */
class Keepalive {
    /** What a deadline turned out to be. */
    enum Verdict {
        /** The peer has sent something meanwhile, or nothing is expected of it. */
        TOO_EARLY,
        /** The peer was silent: send {@link #ping}. */
        PING,
        /** Nothing at all came after the ping. */
        DEAD
    }

    final Setup setup;

    /** When the peer's last byte came, or the ping left. */
    private long heardAt;

    /** The payload of the ping that has not been answered; null when there is none. */
    private byte @Nullable [] outstanding;

    /** The pings and pongs that the peer cannot have read yet; null when there are none. */
    @Nullable
    UnsentControl unsent;

    private boolean paused;

    Keepalive(Setup setup) {
        this.setup = setup;
        heardAt = setup.bench.now();
    }

    final void heard(long now) {
        heardAt = now;
    }

    final long keepaliveDeadline() {
        if (paused || setup.pingAfterNanos == 0) {
            return Deadline.NEVER;
        }
        if (outstanding == null) {
            return Deadline.after(heardAt, setup.pingAfterNanos);
        }
        UnsentControl far = unsent;
        long since = far == null ? heardAt : far.notBeforePing(heardAt);
        return Deadline.after(since, setup.pongTimeoutNanos);
    }

    /** Any byte after the ping postpones the verdict: a peer cannot answer before the frame that it sends has ended. */
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
                .putInt(4, setup.nextPing())
                .array();
        heardAt = now;
        return Verdict.PING;
    }

    /** The payload of the ping to send. */
    final byte[] ping() {
        byte[] payload = outstanding;
        return payload == null ? new byte[0] : payload;
    }

    /** Whether a pong answers our ping: it carries the same payload (§5.5.3). Any other pong is for the application. */
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

    /** While reading is paused nothing can be heard, so nothing is expected of the peer. */
    final void paused(boolean paused, long now) {
        if (this.paused && !paused) {
            heardAt = now;
        }
        this.paused = paused;
    }
}
