package io.wsloop.nio;

import java.nio.ByteBuffer;

/**
 * A connection's life in HTTP/1.1 up to its upgrade: requests, handlers, files, keep-alive, the upgrade. Does no I/O.
 * Loop thread.
 */
final class HttpConversation {
    /** site: everything the builder gathered (routes, handlers, files, origins, limits). */
    HttpConversation(Site site, HttpOutput out) {
        throw new UnsupportedOperationException();
    }

    /** true: call again (an answer was given, or the upgrade done); false: more bytes are needed. */
    boolean receive(ByteBuffer in) {
        throw new UnsupportedOperationException();
    }

    void receiveEof() {
        throw new UnsupportedOperationException();
    }

    /** The handshake deadline, then the idle one between requests. Nanoseconds, Long.MAX_VALUE = none. */
    long nextDeadline() {
        throw new UnsupportedOperationException();
    }

    void onDeadline() {
        throw new UnsupportedOperationException();
    }

    /** The connection is gone: answers that still come are dropped. */
    void closed() {
        throw new UnsupportedOperationException();
    }
}
