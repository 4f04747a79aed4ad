package io.wsloop.autobahn;

import io.wsloop.deflate.DeflateOptions;
import io.wsloop.nio.WebSocketServer;
import io.wsloop.server.OriginPolicy;
import java.io.IOException;

/** The server that the suite's fuzzing client calls: an echo on every path, with room for the suite's largest messages. */
public final class EchoServer {
    private EchoServer() {}

    /**
     * Starts the server on 127.0.0.1.
     *
     * @param port 0: the system chooses
     * @return the server, to be closed
     * @throws IOException when the port is taken
     */
    public static WebSocketServer start(int port) throws IOException {
        return start(port, DeflateOptions.defaults());
    }

    /**
     * Starts the server on 127.0.0.1 with compression of one kind.
     *
     * @param port 0: the system chooses
     * @param deflate what it agrees to
     * @return the server, to be closed
     * @throws IOException when the port is taken
     */
    public static WebSocketServer start(int port, DeflateOptions deflate) throws IOException {
        return WebSocketServer.builder()
                .host("127.0.0.1")
                .port(port)
                .limits(Echo.LIMITS)
                .deflate(deflate)
                .origins(OriginPolicy.any())
                .route("/{any*}", handshake -> new Echo())
                .start();
    }

    /** Each end may refer to the messages before. */
    static DeflateOptions withTakeover() {
        return DeflateOptions.defaults().withServerNoContextTakeover(false).withClientNoContextTakeover(false);
    }

    /**
     * Serves until the process is ended, for a suite that is started by hand.
     *
     * @param arguments the port; and {@code takeover} for a compression context that lasts from message to message, in both
     *     directions
     * @throws Exception when the port is taken
     */
    public static void main(String[] arguments) throws Exception {
        int port = arguments.length == 0 ? 9001 : Integer.parseInt(arguments[0]);
        boolean takeover = arguments.length > 1 && arguments[1].equals("takeover");
        try (WebSocketServer server = start(port, takeover ? withTakeover() : DeflateOptions.defaults())) {
            System.out.println("echo on ws://127.0.0.1:" + server.port());
            server.awaitStop();
        }
    }
}
