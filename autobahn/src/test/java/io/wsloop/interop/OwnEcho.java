package io.wsloop.interop;

import io.wsloop.FragmentedMessage;
import io.wsloop.Limits;
import io.wsloop.MessageType;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.nio.WebSocketServer;
import io.wsloop.server.OriginPolicy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Our server: leaves it to the client whether contexts are kept and how large the windows are. It echoes messages whole,
 * and in fragments on a path of its own.
 */
final class OwnEcho implements WebSocketListener {
    private static final int FRAGMENTS = 3;

    private final boolean fragments;

    private OwnEcho(boolean fragments) {
        this.fragments = fragments;
    }

    static WebSocketServer start() throws IOException {
        return WebSocketServer.builder()
                .host("127.0.0.1")
                .port(0)
                .loops(1)
                .limits(Limits.defaults())
                .deflate(DeflateOptions.defaults()
                        .withServerNoContextTakeover(false)
                        .withClientNoContextTakeover(false)
                        .withThreshold(0))
                .origins(OriginPolicy.any())
                .route("/", handshake -> new OwnEcho(false))
                .route("/fragments", handshake -> new OwnEcho(true))
                .start();
    }

    @Override
    public void onText(WebSocket ws, String text) {
        if (fragments) {
            send(ws.begin(MessageType.TEXT), text.getBytes(StandardCharsets.UTF_8));
        } else {
            ws.sendText(text);
        }
    }

    @Override
    public void onBinary(WebSocket ws, byte[] payload) {
        if (fragments) {
            send(ws.begin(MessageType.BINARY), payload);
        } else {
            ws.sendBinary(payload);
        }
    }

    private static void send(FragmentedMessage message, byte[] payload) {
        int step = payload.length / FRAGMENTS + 1;
        for (int at = 0; at < payload.length; at += step) {
            message.write(ByteBuffer.wrap(payload, at, Math.min(step, payload.length - at)));
        }
        message.finish();
    }
}
