package io.wsloop.examples.snippets;

// snippet: program
import io.wsloop.CloseOutcome;
import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.handshake.HandshakeException;
import io.wsloop.nio.ClientRequest;
import io.wsloop.nio.WebSocketClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

public final class StayConnected implements WebSocketListener, AutoCloseable {
    private static final long FIRST_DELAY = 100;
    private static final long LONGEST_DELAY = 30_000;

    private final WebSocketClient client;
    private final ClientRequest request;
    private final Supplier<String> tokens;
    private final Consumer<String> messages;
    private long delay = FIRST_DELAY; // the loop's thread only
    private volatile boolean closed;

    StayConnected(URI uri, Supplier<String> tokens, Consumer<String> messages) throws IOException {
        this.request = ClientRequest.to(uri);
        this.tokens = tokens;
        this.messages = messages;
        client = WebSocketClient.builder()
                .connectTimeout(Duration.ofSeconds(5))
                .limits(Limits.defaults().withMaxMessageBytes(64 << 10))
                .build();
    }

    public static void main(String[] args) throws Exception {
        URI uri = URI.create("ws://localhost:8080/news");
        try (StayConnected news = new StayConnected(uri, StayConnected::token, System.out::println)) {
            news.connect();
            System.in.read(); // until Enter is pressed
        }
    }

    private static String token() {
        return "secret"; // your own login stands here
    }

    void connect() {
        // The token of the last attempt may have expired.
        ClientRequest now = request.header("Authorization", "Bearer " + tokens.get());
        client.connect(now, this).whenComplete((ws, error) -> {
            if (error instanceof HandshakeException refused && refused.status() == 401) {
                messages.accept("refused: " + error.getMessage()); // a new token would be refused, too
            } else if (error != null) {
                connectLater();
            }
        });
    }

    private void connectLater() {
        if (!closed) {
            long jitter = ThreadLocalRandom.current().nextLong(delay); // or all clients come back at once
            CompletableFuture.delayedExecutor(delay + jitter, TimeUnit.MILLISECONDS)
                    .execute(this::connect);
            delay = Math.min(2 * delay, LONGEST_DELAY);
        }
    }

    @Override
    public void onOpen(WebSocket ws) {
        delay = FIRST_DELAY;
    }

    @Override
    public void onText(WebSocket ws, String text) {
        messages.accept(text);
    }

    @Override
    public void onClose(WebSocket ws, CloseOutcome outcome) {
        connectLater();
    }

    @Override
    public void close() {
        closed = true;
        client.close();
    }
}
// end
