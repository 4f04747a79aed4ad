package io.wsloop.examples.snippets;

import io.wsloop.Limits;
import io.wsloop.WebSocketListener;
import io.wsloop.nio.WebSocketServer;
import io.wsloop.server.Route;
import java.io.IOException;
import java.time.Duration;

/** Other bounds than the defaults: for the server, and for one route. */
public final class Bounded {
    private Bounded() {}

    static WebSocketServer start(int port, WebSocketListener chat, WebSocketListener upload) throws IOException {
        // snippet: limits
        Limits small = Limits.defaults().withMaxMessageBytes(4 << 10).withPingAfter(Duration.ofMinutes(1));
        Limits large = small.withMaxMessageBytes(64 << 20).withMaxFragments(65_536);
        return WebSocketServer.builder()
                .port(port)
                .limits(small)
                .maxConnections(10_000)
                .maxConnectionsPerAddress(50)
                .route("/chat", request -> chat)
                .route("/upload", Route.to(request -> upload).limits(large))
                .start();
        // end
    }
}
