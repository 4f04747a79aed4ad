package io.wsloop.examples;

import io.wsloop.CloseOutcome;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.nio.WebSocketClient;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client's end of one connection, for tests that ask and wait. */
public final class Peer implements WebSocketListener {
    private static final int PATIENCE_SECONDS = 20;

    private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<CloseOutcome> end = new CompletableFuture<>();
    private final WebSocket socket;

    private Peer(WebSocketClient client, String url) throws Exception {
        socket = client.connect(URI.create(url), this).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    public static Peer connect(WebSocketClient client, String url) throws Exception {
        return new Peer(client, url);
    }

    public WebSocket socket() {
        return socket;
    }

    /** A String or a byte[]. */
    public Object next() throws InterruptedException {
        Object message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("expected a message within " + PATIENCE_SECONDS + " s");
        }
        return message;
    }

    public CloseOutcome end() throws Exception {
        return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void onText(WebSocket ws, String text) {
        messages.add(text);
    }

    @Override
    public void onBinary(WebSocket ws, byte[] payload) {
        messages.add(payload);
    }

    @Override
    public void onClose(WebSocket ws, CloseOutcome outcome) {
        end.complete(outcome);
    }
}
