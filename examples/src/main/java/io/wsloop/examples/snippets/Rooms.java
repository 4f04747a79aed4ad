package io.wsloop.examples.snippets;

// snippet: program
import io.wsloop.CloseOutcome;
import io.wsloop.Handshake;
import io.wsloop.OverflowPolicy;
import io.wsloop.PreparedMessage;
import io.wsloop.SendResult;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.nio.WebSocketServer;
import io.wsloop.server.Route;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

public final class Rooms {
    private final Map<String, Set<WebSocket>> members = new ConcurrentHashMap<>();

    public static void main(String[] args) throws Exception {
        try (WebSocketServer server = new Rooms().start(8080)) {
            server.awaitStop();
        }
    }

    WebSocketServer start(int port) throws IOException {
        return WebSocketServer.builder()
                .port(port)
                .route("/rooms/{id}", Route.to(this::enter).overflow(OverflowPolicy.DROP_NEW))
                .start();
    }

    private WebSocketListener enter(Handshake request) {
        String room = request.pathParameter("id");
        return new WebSocketListener() {
            @Override
            public void onOpen(WebSocket ws) {
                members.compute(room, (id, here) -> {
                    Set<WebSocket> now = here == null ? ConcurrentHashMap.newKeySet() : here;
                    now.add(ws);
                    return now;
                });
            }

            @Override
            public void onText(WebSocket ws, String text) {
                say(room, text);
            }

            @Override
            public void onClose(WebSocket ws, CloseOutcome outcome) {
                members.computeIfPresent(room, (id, here) -> {
                    here.remove(ws);
                    return here.isEmpty() ? null : here; // the last one takes the room away
                });
            }
        };
    }

    /** Sends a text to all members of a room, from any thread. Returns how many it was sent to. */
    int say(String room, String text) {
        PreparedMessage message = PreparedMessage.text(text); // encoded once
        int reached = 0;
        for (WebSocket member : members.getOrDefault(room, Set.of())) {
            SendResult result = member.send(message);
            if (result == SendResult.QUEUED || result == SendResult.CONGESTED) {
                reached++;
            }
        }
        return reached;
    }
}
// end
