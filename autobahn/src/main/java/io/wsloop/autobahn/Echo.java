package io.wsloop.autobahn;

import io.wsloop.CloseOutcome;
import io.wsloop.Delivery;
import io.wsloop.Limits;
import io.wsloop.SendResult;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends every message back, which is all that the suite asks of the end under test, server or client. Every other
 * connection has its binary messages lent, so that both ways are judged.
 */
final class Echo implements WebSocketListener {
    /**
     * Sections 9 and 10 send messages of 16 MiB, and 4 MiB in fragments of 64 bytes. The echo of the largest message
     * has to fit into the outgoing queue with its header.
     */
    static final Limits LIMITS = Limits.defaults()
            .withMaxMessageBytes(16 << 20)
            .withMaxFragments(262_144)
            .withOutgoing(32 << 10, 64 << 10, 32 << 20);

    private static final AtomicInteger MADE = new AtomicInteger();

    private final boolean views = (MADE.incrementAndGet() & 1) == 0;
    private final CompletableFuture<CloseOutcome> closed = new CompletableFuture<>();

    /** Completes with the end of the connection. */
    CompletableFuture<CloseOutcome> closed() {
        return closed;
    }

    @Override
    public void onText(WebSocket ws, String text) {
        slowDown(ws, ws.sendText(text));
    }

    @Override
    public Delivery delivery() {
        return views ? Delivery.VIEWS : Delivery.WHOLE;
    }

    @Override
    public void onTextView(WebSocket ws, ByteBuffer utf8) {
        slowDown(ws, ws.sendUtf8(utf8));
    }

    @Override
    public void onBinaryView(WebSocket ws, ByteBuffer payload) {
        slowDown(ws, ws.sendBinary(payload));
    }

    @Override
    public void onBinary(WebSocket ws, byte[] payload) {
        slowDown(ws, ws.sendBinary(payload));
    }

    @Override
    public void onDrained(WebSocket ws) {
        ws.resume();
    }

    @Override
    public void onClose(WebSocket ws, CloseOutcome outcome) {
        closed.complete(outcome);
    }

    /** Reads no more than the peer takes, so that what waits to be sent is one message at most. */
    private static void slowDown(WebSocket ws, SendResult result) {
        if (result == SendResult.CONGESTED) {
            ws.pause();
        }
    }
}
