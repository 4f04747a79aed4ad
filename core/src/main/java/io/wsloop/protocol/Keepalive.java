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

    private static final long NONE = Long.MAX_VALUE;

    final Setup setup;
    private long heardAt;
    private byte @Nullable [] outstanding;
    private boolean paused;

    Keepalive(Setup setup) {
        this.setup = setup;
        heardAt = setup.bench.now();
    }

    final void heard(long now) {
        heardAt = now;
    }

    final long keepaliveDeadline() {
        return paused || setup.pingAfterNanos == 0 ? NONE : heardAt + patience();
    }

    /**
     * Any byte after the ping postpones the verdict: a peer in the midst of a long frame cannot answer before its end.
     */
    final Verdict onSilence(long now) {
        long deadline = keepaliveDeadline();
        if (deadline == NONE || now - deadline < 0) {
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

    /** How long silence may last now. */
    private long patience() {
        return outstanding == null ? setup.pingAfterNanos : setup.pongTimeoutNanos;
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
