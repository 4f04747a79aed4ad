/** The WebSocket protocol without I/O. Requires {@code java.base} and nothing else. */
// The friend module named below is compiled after this one.
@SuppressWarnings("module")
module io.wsloop.core {
    // Not transitive: a module that requires this one would not compile without the annotations on its path.
    requires static org.jspecify;

    exports io.wsloop;
    exports io.wsloop.handshake;
    exports io.wsloop.deflate;
    exports io.wsloop.protocol;
    exports io.wsloop.frame to
            io.wsloop.nio;
}
