package io.wsloop;

/**
 * The result of a send on a {@link WebSocket}. A send never blocks, and never throws because the
 * peer is slow.
 */
public enum SendResult {
    /** Taken, and at most {@link Limits#highWaterBytes} wait to be written. */
    QUEUED,
    /**
     * Taken, but more than {@link Limits#highWaterBytes} wait to be written. Stop, and go on in {@link
     * WebSocketListener#onDrained}.
     */
    CONGESTED,
    /**
     * Not taken: the route's overflow policy dropped it at {@link Limits#maxOutgoingBytes}. The connection stays open.
     */
    DROPPED,
    /** Not taken: the closing handshake has begun or the connection has ended. */
    CLOSED
}
