package io.wsloop.benchmarks.load;

import java.io.IOException;

/** What a cell does when something happens on one of its connections. */
interface Events {
    /** The handshake is done. */
    default void opened(Line line, long now) throws IOException {}

    /** Replies came back whole and right; the line's count already includes them. */
    default void replied(Line line, int messages, long now) throws IOException {}

    /** The connection has ended as it should. */
    default void ended(Line line, long now) throws IOException {}
}
