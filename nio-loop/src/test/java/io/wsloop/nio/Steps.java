package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseOutcome;
import io.wsloop.Limits;
import io.wsloop.ListenerFactory;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.loop.EventLoop;
import io.wsloop.loop.LoopOptions;
import io.wsloop.nio.internal.wire.Desk;
import io.wsloop.watch.ErrorHandler;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A server's loop and a client's, stepped by the test's thread over real loopback sockets, in a time that the test makes. */
public final class Steps implements AutoCloseable {
    /** More steps than anything here takes; each waits a millisecond at most for the kernel. */
    private static final int MOST_STEPS = 5_000;

    public final List<Throwable> errors = new ArrayList<>();
    public final ErrorHandler errorHandler = (where, error) -> errors.add(error);
    public long now = 1_000_000_000L;
    public final EventLoop serverLoop;
    public final EventLoop clientLoop;
    public final WebSocketServer server;
    public final WebSocketClient client;

    public Steps(Limits limits, ListenerFactory listeners) throws IOException {
        this(limits, listeners, builder -> builder);
    }

    public Steps(Limits limits, ListenerFactory listeners, UnaryOperator<WebSocketServer.Builder> more)
            throws IOException {
        this(limits, listeners, null, null, more);
    }

    /** @param serverKernel null for one without faults */
    public Steps(
            Limits limits,
            ListenerFactory listeners,
            @Nullable FaultyKernel serverKernel,
            @Nullable FaultyKernel clientKernel,
            UnaryOperator<WebSocketServer.Builder> more)
            throws IOException {
        LoopOptions options = LoopOptions.defaults().withClock(() -> now).withErrors(errorHandler);
        serverLoop = loop(options, serverKernel);
        clientLoop = loop(options, clientKernel);
        WebSocketServer.Builder builder = WebSocketServer.builder();
        if (serverKernel != null) {
            builder.accept(serverKernel::accept);
        }
        server = more.apply(builder.loops(serverLoop)
                        .limits(limits)
                        .onError(errorHandler)
                        .route("/", listeners))
                .start();
        client = WebSocketClient.builder()
                .loop(clientLoop)
                .limits(limits)
                .onError(errorHandler)
                .build();
        step();
    }

    private static EventLoop loop(LoopOptions options, @Nullable FaultyKernel kernel) throws IOException {
        EventLoop loop = EventLoop.open(options);
        if (kernel != null) {
            loop.shared(Desk.class, owner -> new Desk(owner, kernel::transport));
        }
        return loop;
    }

    public URI uri() {
        return URI.create("ws://127.0.0.1:" + server.port() + "/");
    }

    public WebSocket connect(WebSocketListener listener) throws Exception {
        CompletableFuture<WebSocket> connecting = client.connect(uri(), listener);
        until(connecting::isDone);
        return connecting.get();
    }

    /** A peer that has completed its opening handshake and sends any bytes. */
    public RawPeer open() throws IOException {
        RawPeer peer = new RawPeer(server.port());
        peer.send(RawPeer.GOOD_UPGRADE.replace("/echo", "/").getBytes(StandardCharsets.US_ASCII));
        until(() -> server.connections() == 1);
        settle();
        assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
        return peer;
    }

    /** A turn of each loop; true when there was something to do. */
    public boolean step() throws IOException {
        int work = serverLoop.runOnce(Duration.ZERO);
        return clientLoop.runOnce(Duration.ofMillis(work > 0 ? 0 : 1)) + work > 0;
    }

    public void until(BooleanSupplier reached) throws IOException {
        for (int i = 0; i < MOST_STEPS; i++) {
            if (reached.getAsBoolean()) {
                return;
            }
            step();
        }
        throw new AssertionError("not reached in " + MOST_STEPS + " steps; " + story());
    }

    /** Until nothing has happened for a few turns. */
    public void settle() throws IOException {
        int idle = 0;
        for (int i = 0; idle < 3; i++) {
            idle = step() ? 0 : idle + 1;
            if (i > MOST_STEPS) {
                throw new AssertionError("still busy after " + MOST_STEPS + " steps; " + story());
            }
        }
    }

    /** Makes turns, for what never comes to rest. */
    public void turns(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            step();
        }
    }

    private String story() {
        return serverLoop.registered() + " " + clientLoop.registered() + " " + errors;
    }

    public void pass(Duration time) throws IOException {
        now += time.toNanos();
        settle();
    }

    @Override
    public void close() {
        clientLoop.close();
        serverLoop.close();
    }

    /** Sends back what comes. */
    public static class Echo implements WebSocketListener {
        @Override
        public void onText(WebSocket ws, String text) {
            ws.sendText(text);
        }

        @Override
        public void onBinary(WebSocket ws, byte[] payload) {
            ws.sendBinary(payload);
        }
    }

    /** Writes down what it hears, one line each. */
    public static class Heard implements WebSocketListener {
        public final List<String> events = new ArrayList<>();
        public final List<CloseOutcome> outcomes = new ArrayList<>();

        @Override
        public void onOpen(WebSocket ws) {
            events.add("open");
        }

        @Override
        public void onText(WebSocket ws, String text) {
            events.add("text " + text);
        }

        @Override
        public void onBinary(WebSocket ws, byte[] payload) {
            events.add("binary " + payload.length);
        }

        @Override
        public void onPing(WebSocket ws, byte[] payload) {
            events.add("ping " + new String(payload, StandardCharsets.UTF_8));
        }

        @Override
        public void onPong(WebSocket ws, byte[] payload) {
            events.add("pong " + new String(payload, StandardCharsets.UTF_8));
        }

        @Override
        public void onDrained(WebSocket ws) {
            events.add("drained");
        }

        @Override
        public void onClose(WebSocket ws, CloseOutcome outcome) {
            outcomes.add(outcome);
            events.add("close " + outcome.code() + " " + outcome.cause());
        }
    }
}
