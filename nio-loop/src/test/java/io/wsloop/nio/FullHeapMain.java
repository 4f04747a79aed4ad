package io.wsloop.nio;

import io.wsloop.Limits;
import io.wsloop.PreparedMessage;
import io.wsloop.SendResult;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.loop.LoopOptions;
import io.wsloop.server.HttpResponse;
import io.wsloop.watch.ErrorHandler;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A server for {@link FullHeapTest}, with a small heap, a single loop and caps above the heap. Says its port, and then a
 * line for each OutOfMemoryError that an error handler was told of. Ends with its standard input.
 */
final class FullHeapMain {
    private static final byte[] TOLD = "OutOfMemoryError\n".getBytes(StandardCharsets.US_ASCII);

    private FullHeapMain() {}

    public static void main(String[] args) throws IOException {
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        ErrorHandler told = (where, error) -> {
            if (error instanceof OutOfMemoryError) {
                write(out, TOLD);
            } else {
                error.printStackTrace();
            }
        };
        PreparedMessage prepared = PreparedMessage.binary(new byte[20]);
        // The write timeout is off: a stalled peer must not be ended before the heap is full.
        Limits limits = Limits.defaults()
                .withOutgoing(32 << 10, 64 << 10, Long.MAX_VALUE / 4)
                .withHandshakeTimeout(Duration.ofMinutes(5))
                .withWriteTimeout(Duration.ZERO);
        WebSocketServer server = WebSocketServer.builder()
                .loops(1)
                .loopOptions(LoopOptions.defaults().withErrors(told))
                .limits(limits)
                .maxHandshakes(2_000)
                .onError(told)
                .route("/echo", request -> new Steps.Echo())
                .route("/backlog", request -> new WebSocketListener() {
                    @Override
                    public void onText(WebSocket ws, String text) {
                        while (ws.send(prepared) != SendResult.CLOSED && ws.sendText("plain") != SendResult.CLOSED) {
                            // Until the heap is full.
                        }
                    }
                })
                .route("/allocate", request -> new WebSocketListener() {
                    @Override
                    public void onText(WebSocket ws, String text) {
                        List<byte[]> all = new ArrayList<>();
                        while (ws.isOpen()) {
                            all.add(new byte[1000]);
                        }
                    }
                })
                .post("/body", request -> HttpResponse.text(200, "whole"))
                .start();
        write(out, ("port " + server.port() + "\n").getBytes(StandardCharsets.US_ASCII));
        while (System.in.read() >= 0) {
            // The parent holds the other end.
        }
        System.exit(0);
    }

    private static void write(FileOutputStream out, byte[] line) {
        try {
            out.write(line);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
