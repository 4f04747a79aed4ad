package io.wsloop.autobahn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsloop.CloseStatus;
import io.wsloop.Handshake;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.nio.WebSocketServer;
import io.wsloop.server.OriginPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A program that is called as wstest is and has one case for each pattern of its specification: an echo. With
 * {@code --lose} one result is never written. With {@code --newest} a fuzzing server wants to be told not to serve pages.
 * With {@code --hang} its first case never ends.
 */
final class FakeWstest {
    private final JsonNode spec;
    private final boolean lose;
    private final boolean hang;
    private final SortedMap<String, String> results = new TreeMap<>();

    private FakeWstest(JsonNode spec, List<String> line) {
        this.spec = spec;
        this.lose = line.contains("--lose");
        this.hang = line.contains("--hang");
    }

    public static void main(String[] arguments) throws Exception {
        List<String> line = List.of(arguments);
        boolean newest = line.contains("--newest");
        if (line.contains("--help")) {
            System.out.println(
                    "  -s, --spec=  Test specification file" + (newest ? "\n  -u, --webport=  [default: 8080]" : ""));
            return;
        }
        boolean pages =
                !line.contains("-u") || !line.get(line.indexOf("-u") + 1).equals("0");
        if (line.contains("fuzzingserver") && newest == pages) {
            System.out.println(newest ? "port 8080 is taken" : "option -u not recognized");
            System.exit(1);
        }
        Path file = Path.of(line.get(line.indexOf("-s") + 1));
        FakeWstest fake = new FakeWstest(new ObjectMapper().readTree(file.toFile()), line);
        System.out.println("Ok, will run " + fake.spec.path("cases").size() + " test cases");
        if (line.get(line.indexOf("-m") + 1).equals("fuzzingclient")) {
            fake.callTheServer();
        } else {
            fake.waitForTheClient();
        }
    }

    /** The first case that a pattern means. */
    private String caseOf(int index) {
        return spec.path("cases").path(index).asText().replace("*", "1.1").replaceAll("^(\\d+\\.\\d+\\.\\d+).*", "$1");
    }

    private void callTheServer() throws Exception {
        URI server = URI.create(spec.path("servers").path(0).path("url").asText());
        for (int i = 0; i < spec.path("cases").size(); i++) {
            CompletableFuture<String> echo = new CompletableFuture<>();
            java.net.http.WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(server, new java.net.http.WebSocket.Listener() {
                        @Override
                        public @Nullable CompletionStage<?> onText(
                                java.net.http.WebSocket ws, CharSequence text, boolean last) {
                            echo.complete(text.toString());
                            return null;
                        }
                    })
                    .join();
            socket.sendText("hello", true).join();
            results.put(caseOf(i), echo.join().equals("hello") ? "OK" : "FAILED");
            socket.sendClose(java.net.http.WebSocket.NORMAL_CLOSURE, "").join();
        }
        write();
    }

    private void waitForTheClient() throws Exception {
        int port = URI.create(spec.path("url").asText()).getPort();
        try (WebSocketServer server = WebSocketServer.builder()
                .host("127.0.0.1")
                .port(port)
                .loops(1)
                .origins(OriginPolicy.any())
                .route("/{resource}", this::listener)
                .start()) {
            server.awaitStop();
        }
    }

    private WebSocketListener listener(Handshake handshake) {
        String path = handshake.path();
        String number = handshake.queryParameter("case");
        return new WebSocketListener() {
            @Override
            public void onOpen(WebSocket ws) {
                if (number != null) {
                    if (!hang || !number.equals("1")) {
                        ws.sendText("hello");
                    }
                    return;
                }
                if (path.equals("/getCaseCount")) {
                    ws.sendText(Integer.toString(spec.path("cases").size()));
                } else {
                    write();
                }
                ws.close();
            }

            @Override
            public void onText(WebSocket ws, String text) {
                String id = caseOf(Integer.parseInt(Objects.requireNonNull(number)) - 1);
                results.put(id, text.equals("hello") ? "OK" : "FAILED");
                ws.close(CloseStatus.NORMAL);
            }
        };
    }

    private void write() {
        if (lose) {
            results.remove(results.firstKey());
        }
        Map<String, Object> rows = new TreeMap<>();
        results.forEach((id, verdict) -> rows.put(id, Map.of("behavior", verdict, "behaviorClose", verdict)));
        try {
            new ObjectMapper()
                    .writeValue(
                            Path.of(spec.path("outdir").asText(), "index.json").toFile(), Map.of("wsloop", rows));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
