package io.wsloop.protocol;

/** What the driver is to do with the transport. A connection only ever moves down this list. */
public enum TransportAction {
    /** Go on reading and writing. */
    NONE,
    /**
     * Write what waits, end the output, then read and discard until the peer's end of stream or the deadline. A close with
     * unread input would send a reset, and the peer might lose our close frame (RFC 6455 §7.1.1).
     */
    HALF_CLOSE_WHEN_FLUSHED,
    /** Write what waits, then close TCP. Both close frames have crossed, or the peer has ended its stream. */
    CLOSE_WHEN_FLUSHED,
    /** Close TCP at once. */
    CLOSE_NOW
}
