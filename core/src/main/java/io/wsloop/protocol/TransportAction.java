package io.wsloop.protocol;

/** What the engine wants done with the transport. It only ever moves down this list. */
public enum TransportAction {
    /** Nothing: go on reading and writing. */
    NONE,
    /**
     * Write what waits, end the output, then read and discard until the peer's end of stream or the deadline: closing
     * at once, with input unread, would send a reset that can overtake our close frame (RFC 6455 §7.1.1, §7.1.7).
     */
    HALF_CLOSE_WHEN_FLUSHED,
    /** Write what waits, then close TCP: both close frames have crossed, or the peer has ended its stream. */
    CLOSE_WHEN_FLUSHED,
    /** Close TCP at once. */
    CLOSE_NOW
}
