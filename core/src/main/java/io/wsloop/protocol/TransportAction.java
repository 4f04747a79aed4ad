package io.wsloop.protocol;
/** What the engine wants done with the transport. */
public enum TransportAction {
    /** Nothing: go on reading and writing. */
    NONE,
    /** Write what waits, then close TCP (server after a complete closing handshake). */
    CLOSE_WHEN_FLUSHED,
    /** Write what waits, shut the output down, read and discard until end of stream or the next deadline: so that a reset does not eat our close frame (§7.1.1, §7.1.7). */
    HALF_CLOSE_WHEN_FLUSHED,
    /** Close TCP at once. */
    CLOSE_NOW
}
