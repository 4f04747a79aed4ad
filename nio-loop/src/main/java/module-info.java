/** WebSocket server and client on a {@code java.nio} selector loop. */
module io.wsloop.nio {
    requires transitive io.wsloop.core;
    // Not transitive: a module that requires this one would not compile without the annotations on its path.
    requires static org.jspecify;

    exports io.wsloop.loop;
    exports io.wsloop.nio;
    exports io.wsloop.server;
    exports io.wsloop.watch;
}
