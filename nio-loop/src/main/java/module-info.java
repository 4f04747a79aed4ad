/** WebSocket server and client on a {@code java.nio} selector loop. */
module io.wsloop.nio {
    requires transitive io.wsloop.core;
    requires static transitive org.jspecify;

    exports io.wsloop.nio;
}
