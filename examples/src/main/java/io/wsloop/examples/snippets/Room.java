package io.wsloop.examples.snippets;

import io.wsloop.CloseOutcome;
import io.wsloop.PreparedMessage;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.nio.WebSocketServer;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Everybody hears what anybody says. */
public final class Room {
    // snippet: room
    /** One listener for all: what it holds is shared by the threads of all loops. */
    static final class Everybody implements WebSocketListener {
        private final Set<WebSocket> here = ConcurrentHashMap.newKeySet();

        @Override
        public void onOpen(WebSocket ws) {
            here.add(ws);
        }

        @Override
        public void onText(WebSocket ws, String text) {
            String name = Objects.requireNonNullElse(ws.handshake().queryParameter("name"), "somebody");
            PreparedMessage message = PreparedMessage.text(name + ": " + text);
            for (WebSocket each : here) {
                each.send(message); // encoded once, sent to all
            }
        }

        @Override
        public void onClose(WebSocket ws, CloseOutcome outcome) {
            here.remove(ws);
        }
    }
    // end

    private Room() {}

    static WebSocketServer start(int port) throws IOException {
        // snippet: start
        Everybody room = new Everybody();
        return WebSocketServer.builder()
                .port(port)
                .route("/chat", request -> room)
                .resources("/", Room.class.getClassLoader(), "web")
                .start();
        // end
    }
}
