package io.wsloop.interop;

import io.wsloop.CloseOutcome;
import io.wsloop.FragmentedMessage;
import io.wsloop.MessageType;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.nio.WebSocketClient;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Our client: sends letters to a server that echoes, one after the other, and compares what comes back. */
final class OwnClient {
    private static final int PATIENCE_SECONDS = 30;

    private OwnClient() {}

    /** The end of a connection over which every letter came back as it went. Null options: nothing is offered. */
    static CloseOutcome exchange(URI server, @Nullable DeflateOptions deflate, List<Letter> letters, long seed)
            throws Exception {
        Echoes echoes = new Echoes();
        WebSocketClient.Builder builder = WebSocketClient.builder();
        if (deflate != null) {
            builder.deflate(deflate);
        }
        try (WebSocketClient client = builder.build()) {
            WebSocket ws = client.connect(server, echoes).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (ws.handshake().compressed() != (deflate != null)) {
                throw new AssertionError("expected compression to be agreed: " + (deflate != null) + ", but it was "
                        + ws.handshake().compressed());
            }
            Random random = new Random(seed);
            for (Letter letter : letters) {
                byte[] payload = letter.content().of(letter.size(), random);
                send(ws, letter, payload);
                if (!Arrays.equals(echoes.next(letter), payload)) {
                    throw new AssertionError(letter + " came back changed");
                }
            }
            ws.close();
            return echoes.closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void send(WebSocket ws, Letter letter, byte[] payload) {
        if (letter.fragments() > 1) {
            FragmentedMessage message = ws.begin(letter.content().isText() ? MessageType.TEXT : MessageType.BINARY);
            int step = payload.length / letter.fragments() + 1;
            for (int at = 0; at < payload.length; at += step) {
                message.write(ByteBuffer.wrap(payload, at, Math.min(step, payload.length - at)));
            }
            message.finish();
        } else if (letter.content().isText()) {
            ws.sendText(new String(payload, StandardCharsets.UTF_8));
        } else {
            ws.sendBinary(payload);
        }
    }

    private static final class Echoes implements WebSocketListener {
        private record Echo(boolean text, byte[] payload) {}

        private final SynchronousQueue<Echo> queue = new SynchronousQueue<>();
        private final CompletableFuture<CloseOutcome> closed = new CompletableFuture<>();

        byte[] next(Letter letter) throws Exception {
            Echo echo = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (echo == null) {
                throw new TimeoutException(
                        "no echo of " + letter + "; the connection: " + (closed.isDone() ? closed.get() : "open"));
            }
            if (echo.text() != letter.content().isText()) {
                throw new AssertionError(letter + " came back as the other kind of message");
            }
            return echo.payload();
        }

        private void put(Echo echo) {
            try {
                if (!queue.offer(echo, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("nobody waits for this echo");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void onText(WebSocket ws, String text) {
            put(new Echo(true, text.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public void onBinary(WebSocket ws, byte[] payload) {
            put(new Echo(false, payload));
        }

        @Override
        public void onClose(WebSocket ws, CloseOutcome outcome) {
            closed.complete(outcome);
        }
    }
}
