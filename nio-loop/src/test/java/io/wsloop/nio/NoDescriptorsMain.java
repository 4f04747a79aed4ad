package io.wsloop.nio;

import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import java.net.URI;
import java.util.concurrent.ExecutionException;

/**
 * A server, or a client, for {@link NoDescriptorsTest}, with a limit on its descriptors. The server says its port. The
 * client connects to the port it is given for each line of its input, keeps the connection, and says what became of it;
 * "close" ends all.
 */
final class NoDescriptorsMain {
    private NoDescriptorsMain() {}

    public static void main(String[] args) throws Exception {
        if (args[0].equals("server")) {
            serve();
        } else {
            connect(URI.create("ws://127.0.0.1:" + args[1] + "/"));
        }
        System.exit(0);
    }

    private static void serve() throws Exception {
        WebSocketServer server = WebSocketServer.builder()
                .loops(1)
                .route("/echo", request -> new Steps.Echo())
                .start();
        System.out.println("port " + server.port());
        while (System.in.read() >= 0) {
            // The parent holds the other end.
        }
    }

    private static void connect(URI uri) throws Exception {
        try (WebSocketClient client = WebSocketClient.builder().build()) {
            java.util.List<WebSocket> all = new java.util.ArrayList<>();
            for (int command = System.in.read(); command >= 0; command = System.in.read()) {
                if (command == 'x') {
                    all.forEach(WebSocket::abort);
                    all.clear();
                    while (client.connections() > 0) {
                        Thread.onSpinWait();
                    }
                    System.out.println("closed");
                } else if (command == 'c') {
                    try {
                        all.add(client.connect(uri, new WebSocketListener() {}).get());
                        System.out.println("open");
                    } catch (ExecutionException e) {
                        System.out.println(e.getCause());
                    }
                }
            }
        }
    }
}
