package io.wsloop.benchmarks.hostile;

import io.wsloop.PreparedMessage;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.loop.EventLoop;
import io.wsloop.loop.EventLoopGroup;
import io.wsloop.loop.LoopOptions;
import io.wsloop.nio.WebSocketServer;
import io.wsloop.server.HttpRequest;
import io.wsloop.server.HttpResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** One loop with default limits, and an endpoint for whatever a neighbour wants of it. */
public final class VisitedServer {
    static final int PREPARED_BYTES = 20;
    static final int TIMERS = 1_000_000;
    static final int LARGE_BYTES = 12 << 20;
    static final Duration ANSWERED_AFTER = Duration.ofSeconds(30);
    static final Duration GRACE = Duration.ofSeconds(60);

    private static final int MOST_MESSAGES = 1_000_000;

    /** Just under the default of maxOutgoingBytes, 16 MiB, at which the reader would be closed as too slow. */
    private static final long MOST_PENDING = (16 << 20) - (256 << 10);

    private static final int BATCH = 1000;
    private static final long BATCH_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private final EventLoop loop;
    private final WebSocketServer server;
    private final AtomicReference<WebSocket> stalled = new AtomicReference<>();

    VisitedServer(EventLoop loop, int port) throws IOException {
        this.loop = loop;
        server = WebSocketServer.builder()
                .loops(loop)
                .port(port)
                .deflate(DeflateOptions.defaults())
                .route("/echo", request -> new Echo())
                .route("/discard", request -> new WebSocketListener() {})
                .route("/stalled", request -> new Stalled())
                .route("/large", request -> new Large(false))
                .route("/large-then-close", request -> new Large(true))
                .get("/poll", request -> HttpResponse.text(200, "hello"))
                .getAsync("/later", VisitedServer::later)
                .getAsync("/broadcast", request -> aside("broadcast", this::broadcast))
                .getAsync("/timers", request -> aside("timers", this::timers))
                .get("/stop", this::stop)
                .start();
    }

    /** Serves until it is stopped. */
    public static void main(String[] args) throws Exception {
        try (EventLoopGroup loops = EventLoopGroup.start(1, LoopOptions.defaults())) {
            new VisitedServer(loops.next(), Integer.parseInt(args[0])).server.awaitStop();
        }
    }

    int port() {
        return server.port();
    }

    private static CompletionStage<HttpResponse> later(HttpRequest request) {
        return CompletableFuture.supplyAsync(
                () -> HttpResponse.text(200, "at last"),
                CompletableFuture.delayedExecutor(ANSWERED_AFTER.toSeconds(), TimeUnit.SECONDS));
    }

    private HttpResponse stop(HttpRequest request) {
        server.stop(GRACE);
        return HttpResponse.text(200, "stopping");
    }

    /** Applications work on threads of their own: what is measured is what that leaves to the loop. */
    private static CompletionStage<HttpResponse> aside(String name, Supplier<Integer> work) {
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> answer.complete(HttpResponse.text(200, work.get().toString())), name);
        thread.setDaemon(true);
        thread.start();
        return answer;
    }

    /** How many messages the stalled reader was sent. */
    private int broadcast() {
        WebSocket to = stalled.get();
        PreparedMessage message = PreparedMessage.binary(new byte[PREPARED_BYTES]);
        int sent = 0;
        while (to != null && to.isOpen() && sent < MOST_MESSAGES && to.pendingBytes() < MOST_PENDING) {
            for (int i = 0; i < BATCH; i++) {
                to.send(message);
            }
            sent += BATCH;
            LockSupport.parkNanos(BATCH_NANOS);
        }
        return sent;
    }

    /** How many timers have run, all due within one second; they are scheduled two seconds before. */
    private int timers() {
        AtomicInteger ran = new AtomicInteger();
        CompletableFuture<Integer> all = new CompletableFuture<>();
        long due = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
        for (int i = 0; i < TIMERS; i++) {
            long at = due + TimeUnit.MILLISECONDS.toNanos(i % 1000);
            loop.schedule(Duration.ofNanos(Math.max(0, at - System.nanoTime())), () -> {
                if (ran.incrementAndGet() == TIMERS) {
                    all.complete(TIMERS);
                }
            });
        }
        return all.join();
    }

    private static final class Echo implements WebSocketListener {
        @Override
        public void onText(WebSocket ws, String text) {
            ws.sendText(text);
        }

        @Override
        public void onBinary(WebSocket ws, byte[] payload) {
            ws.sendBinary(payload);
        }
    }

    private final class Stalled implements WebSocketListener {
        @Override
        public void onOpen(WebSocket ws) {
            stalled.set(ws);
        }
    }

    private record Large(boolean thenClose) implements WebSocketListener {
        @Override
        public void onOpen(WebSocket ws) {
            ws.sendBinary(new byte[LARGE_BYTES]);
            if (thenClose) {
                ws.close();
            }
        }
    }
}
