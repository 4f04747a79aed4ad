package io.wsloop;

/** What became of a message that was handed to {@link WebSocket}. Sending never blocks and never throws for a slow peer. */
public enum SendResult {
    /** Taken, and the bytes waiting for this connection are below the high-water mark. */
    QUEUED,
    /**
     * Taken, but the bytes waiting are above the high-water mark: stop, and go on in {@link WebSocketListener#onDrained}.
     */
    CONGESTED,
    /** Not taken: dropped by the route's overflow policy at the outgoing cap; the connection lives. */
    DROPPED,
    /** Not taken: the closing handshake has begun or the connection has ended. */
    CLOSED
}
