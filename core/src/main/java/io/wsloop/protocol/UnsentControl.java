package io.wsloop.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The keepalive ping and the pongs that the peer cannot have read yet (RFC 6455 §5.5.2, §5.5.3). An engine has this
 * object only while there are such frames.
 */
final class UnsentControl {
    /** The pong that is kept until the socket takes bytes again. */
    private byte @Nullable [] owedPong;

    /** The bytes that the socket must take before the last pong has left. */
    private long pongBytes;

    /**
     * The bytes that the socket must take before the ping has left. A peer cannot answer a ping that still waits here.
     */
    private long pingBytes;

    /**
     * True if the socket took the ping behind many unread bytes. A slow peer then reaches it by {@link #pingReadBy}.
     */
    private boolean pingIsFar;

    private long pingReadBy;

    /**
     * Keeps a pong for later, in place of an earlier one. An endpoint that has not answered earlier pings may answer
     * only the latest one (RFC 6455 §5.5.3).
     */
    void owePong(byte[] payload) {
        owedPong = payload.clone();
    }

    /** Drops a kept pong. A side sends no frame after its close frame (RFC 6455 §5.5.1). */
    void oweNoPong() {
        owedPong = null;
    }

    /** Says that the last of the bytes that wait belong to the pong. */
    void pongQueued(long waiting) {
        pongBytes = waiting;
    }

    /** Says that the last of the bytes that wait belong to the ping. */
    void pingQueued(long waiting) {
        pingBytes = waiting;
    }

    boolean isPongWaiting() {
        return pongBytes > 0;
    }

    boolean isPingWaiting() {
        return pingBytes > 0;
    }

    /** Says that the socket took the ping, and when a slow peer reaches it. */
    void pingSentTo(long readBy) {
        pingIsFar = true;
        pingReadBy = readBy;
    }

    /** The given time, or the time when a slow peer reaches the ping, whichever is later. */
    long notBeforePing(long since) {
        return pingIsFar ? Deadline.later(since, pingReadBy) : since;
    }

    void pingAnswered() {
        pingIsFar = false;
    }

    /** Counts bytes that the socket took; {@code all} says that none is left. */
    void flushed(long bytes, boolean all) {
        pingBytes = all ? 0 : Math.max(0, pingBytes - bytes);
        pongBytes = all ? 0 : Math.max(0, pongBytes - bytes);
    }

    /**
     * The pong to send now, or null. Two rules meet here. An outbox that never becomes empty must not keep us from
     * answering, and a flood of pings must not fill it. So one pong waits at a time.
     *
     * @param moves whether the socket took bytes, or no bytes wait
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
