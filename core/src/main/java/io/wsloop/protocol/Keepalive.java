package io.wsloop.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a peer is gone (RFC 6455 §5.5.2). A message only stores the time: a deadline that was told before is found
 * too early when it comes.
 *
 * <p>A room of the engine's own object: as an object beside it, it took 32 bytes more, of each connection.
 */
class Keepalive {
    /** What a deadline turned out to be. */
    enum Verdict {
        /** Something was heard meanwhile, or nothing is expected. */
        TOO_EARLY,
        /** Silence: send {@link #ping}. */
        PING,
        /** The ping was followed by nothing at all. */
        DEAD
    }

    final Setup setup;
    private long heardAt;
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
        long since = far != null && far.pingIsFar ? Deadline.later(heardAt, far.pingReadBy) : heardAt;
        return Deadline.after(since, setup.pongTimeoutNanos);
    }

    /**
     * Any byte after the ping postpones the verdict: a peer in the midst of a long frame cannot answer before its end.
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

    /** Whether a pong answers our ping (§5.5.3); any other is the application's. */
    final boolean isAnswer(byte[] payload) {
        if (!Arrays.equals(payload, outstanding)) {
            return false;
        }
        outstanding = null;
        if (unsent != null) {
            unsent.pingIsFar = false;
        }
        return true;
    }

    /** While reading is paused nothing can be heard, so nothing is expected. */
    final void paused(boolean paused, long now) {
        if (this.paused && !paused) {
            heardAt = now;
        }
        this.paused = paused;
    }
}
