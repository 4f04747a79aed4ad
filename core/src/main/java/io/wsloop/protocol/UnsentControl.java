package io.wsloop.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Keepalive's ping and the pongs that the peer cannot have read yet (RFC 6455 §5.5.2, §5.5.3). An engine has one only while
 * there are such frames.
 */
final class UnsentControl {
    /** The pong that waits until the socket takes bytes again. */
    private byte @Nullable [] owedPong;

    /** How many bytes the socket must take until the last pong has left. */
    private long pongBytes;

    /** How many bytes the socket must take until the ping has left: no peer can answer a ping that waits here. */
    private long pingBytes;

    /** True if the socket took the ping behind many unread bytes: a slow peer reaches it by {@link #pingReadBy}. */
    private boolean pingIsFar;

    private long pingReadBy;

    /**
     * Keeps a pong for later. It replaces one that was kept: an endpoint that has not answered earlier pings may answer
     * only the latest (§5.5.3).
     */
    void owePong(byte[] payload) {
        owedPong = payload.clone();
    }

    /** A close frame is the last frame of a side (§5.5.1), so no pong may follow it. */
    void oweNoPong() {
        owedPong = null;
    }

    /** The pong is now the last of the bytes that wait. */
    void pongQueued(long waiting) {
        pongBytes = waiting;
    }

    /** The ping is now the last of the bytes that wait. */
    void pingQueued(long waiting) {
        pingBytes = waiting;
    }

    boolean isPongWaiting() {
        return pongBytes > 0;
    }

    boolean isPingWaiting() {
        return pingBytes > 0;
    }

    /** The socket took the ping; a slow peer comes to it by this time only. */
    void pingSentTo(long readBy) {
        pingIsFar = true;
        pingReadBy = readBy;
    }

    /** The later of a point in time and the time by which a slow peer has come to the ping. */
    long notBeforePing(long since) {
        return pingIsFar ? Deadline.later(since, pingReadBy) : since;
    }

    void pingAnswered() {
        pingIsFar = false;
    }

    /** The socket took bytes; {@code all} if none is left. */
    void flushed(long bytes, boolean all) {
        pingBytes = all ? 0 : Math.max(0, pingBytes - bytes);
        pongBytes = all ? 0 : Math.max(0, pongBytes - bytes);
    }

    /**
     * The pong to send now. One at a time: an outbox that never runs empty must not keep us silent, and a flood of pings
     * must not fill it.
     *
     * @param moves whether the socket took bytes, or nothing waits
     */
    byte @Nullable [] takeOwedPong(boolean moves) {
        byte[] pong = owedPong;
        if (pong == null || pongBytes > 0 || !moves) {
            return null;
        }
        owedPong = null;
        return pong;
    }

    boolean isEmpty() {
        return owedPong == null && pongBytes == 0 && pingBytes == 0 && !pingIsFar;
    }
}
