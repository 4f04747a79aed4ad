package io.wsloop.examples.snippets;

// snippet: program
import io.wsloop.CloseOutcome;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.nio.WebSocketServer;
import io.wsloop.server.HttpRequest;
import io.wsloop.server.HttpResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

public final class Notes implements WebSocketListener {
    private final Map<String, String> notes = new ConcurrentHashMap<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private final Set<WebSocket> watchers = ConcurrentHashMap.newKeySet();

    public static void main(String[] args) throws Exception {
        try (WebSocketServer server = start(8080)) {
            server.awaitStop();
        }
    }

    static WebSocketServer start(int port) throws IOException {
        Notes notes = new Notes();
        return WebSocketServer.builder()
                .port(port)
                .post("/notes", notes::add)
                .get("/notes/{id}", notes::read)
                .route("/notes", request -> notes)
                .resources("/", Notes.class.getClassLoader(), "web") // src/main/resources/web
                .start();
    }

    private HttpResponse add(HttpRequest request) {
        String id = Integer.toString(lastId.incrementAndGet());
        notes.put(id, request.text());
        for (WebSocket watcher : watchers) {
            watcher.sendText("new: " + id);
        }
        return HttpResponse.empty(201).header("Location", "/notes/" + id);
    }

    private HttpResponse read(HttpRequest request) {
        String note = notes.get(request.pathParameter("id"));
        return note == null ? HttpResponse.text(404, "there is no such note\n") : HttpResponse.text(200, note);
    }

    @Override
    public void onOpen(WebSocket ws) {
        watchers.add(ws);
    }

    @Override
    public void onClose(WebSocket ws, CloseOutcome outcome) {
        watchers.remove(ws);
    }
}
// end
