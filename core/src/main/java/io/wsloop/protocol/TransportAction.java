package io.wsloop.protocol;

/** An instruction to the driver about the transport. A connection only moves down this list. */
public enum TransportAction {
    /** Go on reading and writing. */
    NONE,
    /**
     * Write the bytes that wait, end the output, then read and discard until the peer's end of stream or the deadline.
     * Closing TCP with unread input would send a reset, and the peer might lose our close frame (RFC 6455 §7.1.1).
     */
    HALF_CLOSE_WHEN_FLUSHED,
    /**
     * Write the bytes that wait, then close TCP. Both sides have sent a close frame, or the peer has ended its stream.
     */
    CLOSE_WHEN_FLUSHED,
    /** Close TCP at once. */
    CLOSE_NOW
}
