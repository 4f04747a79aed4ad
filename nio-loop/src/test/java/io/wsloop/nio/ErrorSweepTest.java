package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseOutcome;
import io.wsloop.CloseStatus;
import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.loop.EventLoop;
import io.wsloop.nio.internal.accept.Acceptor;
import io.wsloop.nio.internal.wire.Desk;
import io.wsloop.nio.internal.wire.Transport;
import io.wsloop.server.HttpResponse;
import io.wsloop.server.Route;
import io.wsloop.server.Upgrade;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An Error at the n-th step of anything that a turn of the loop does, for every n, alone and with several more behind it,
 * so that the steps that clean up fail too: the loop makes turns, the others are served, and nothing is left behind.
 */
class ErrorSweepTest {
    private static final int MOST_STEPS = 500;

    /** Held, or the level would be forgotten. */
    private static final Logger LOGGER = Logger.getLogger("io.wsloop");

    private static final String REQUEST = "GET /http HTTP/1.1\r\nHost: localhost\r\n\r\n";

    enum Fault {
        OUT_OF_MEMORY(() -> new OutOfMemoryError("of a test")),
        STACK_OVERFLOW(() -> new StackOverflowError("of a test")),
        NO_CLASS(() -> new NoClassDefFoundError("of a test"));

        final Supplier<Error> error;

        Fault(Supplier<Error> error) {
            this.error = error;
        }
    }

    /** Counts what may fail, and fails some of it. */
    private static final class Countdown {
        final Fault fault;
        int failFrom;
        int failTo;
        int count;
        String last = "";

        Countdown(Fault fault) {
            this.fault = fault;
        }

        void step(String what) {
            count++;
            if (count >= failFrom && count < failTo) {
                last = what;
                throw fault.error.get();
            }
        }

        boolean wasReached() {
            return count >= failFrom;
        }
    }

    /** Every call of the system is a step. It knows what was accepted. */
    private static final class SteppedKernel extends FaultyKernel {
        final Countdown countdown;
        final List<SocketChannel> accepted = new ArrayList<>();

        SteppedKernel(Countdown countdown) {
            this.countdown = countdown;
        }

        @Override
        public void call(String what) {
            countdown.step(what);
        }

        @Override
        public @Nullable SocketChannel accept(ServerSocketChannel listener) throws IOException {
            SocketChannel channel = super.accept(listener);
            if (channel != null) {
                accepted.add(channel);
            }
            return channel;
        }

        @Override
        public Transport transport(SocketChannel connected) {
            countdown.step("transport");
            return super.transport(connected);
        }
    }

    /** Every callback is a step; the server's echoes. */
    private static final class SteppedListener extends Steps.Echo {
        final Countdown countdown;
        final boolean echoes;
        int opened;
        int closed;

        SteppedListener(Countdown countdown, boolean echoes) {
            this.countdown = countdown;
            this.echoes = echoes;
        }

        @Override
        public void onOpen(WebSocket ws) {
            opened++;
            countdown.step("onOpen");
        }

        @Override
        public void onText(WebSocket ws, String text) {
            countdown.step("onText");
            if (echoes) {
                super.onText(ws, text);
            }
        }

        @Override
        public void onBinary(WebSocket ws, byte[] payload) {
            countdown.step("onBinary");
            if (echoes) {
                super.onBinary(ws, payload);
            }
        }

        @Override
        public void onPing(WebSocket ws, byte[] payload) {
            countdown.step("onPing");
        }

        @Override
        public void onDrained(WebSocket ws) {
            countdown.step("onDrained");
        }

        @Override
        public void onClose(WebSocket ws, CloseOutcome outcome) {
            closed++;
            countdown.step("onClose");
        }
    }

    /** The handler that fails is logged, hundreds of times. */
    @BeforeAll
    static void logNothing() {
        LOGGER.setLevel(Level.OFF);
    }

    @AfterAll
    static void logAgain() {
        LOGGER.setLevel(null);
    }

    @ParameterizedTest
    @EnumSource
    void anErrorAtAnyStepOfTheServerLeavesTheLoopServingAndNothingBehind(Fault fault) throws Exception {
        sweep(fault, true);
    }

    @ParameterizedTest
    @EnumSource
    void anErrorAtAnyStepOfTheClientLeavesTheLoopServingAndNothingBehind(Fault fault) throws Exception {
        sweep(fault, false);
    }

    private static void sweep(Fault fault, boolean server) throws Exception {
        int[] inRow = fault == Fault.OUT_OF_MEMORY ? new int[] {1, 2, 5} : new int[] {1};
        for (int failures : inRow) {
            boolean reached = true;
            int n = 0;
            while (reached) {
                n++;
                assertThat(n).isLessThan(MOST_STEPS);
                reached = new Talk(fault, server, n, n + failures).wasReached();
            }
            assertThat(n).as("steps").isGreaterThan(15);
        }
    }

    /** One conversation of each kind beside a witness that was there before. */
    private static final class Talk {
        final Countdown faulty;
        final Countdown sound;
        final Countdown atServer;
        final Countdown atClient;
        final List<SteppedListener> listeners = new ArrayList<>();
        private final SteppedKernel kernel;
        private String story = "";

        Talk(Fault fault, boolean server, int from, int to) throws Exception {
            faulty = new Countdown(fault);
            sound = new Countdown(fault);
            atServer = server ? faulty : sound;
            atClient = server ? sound : faulty;
            kernel = new SteppedKernel(atServer);
            Limits limits = Limits.defaults();
            try (Steps steps = new Steps(limits, this::listener, kernel, new SteppedKernel(atClient), this::server)) {
                Steps.Heard witness = new Steps.Heard();
                WebSocket honest = steps.connect(witness);
                steps.settle();
                faulty.count = 0;
                faulty.failFrom = from;
                faulty.failTo = to;
                converse(steps);
                story = fault + ", steps from " + from + " to " + to + ", the last at " + faulty.last;
                faulty.failTo = 0;
                afterwards(steps, honest, witness);
            }
        }

        private SteppedListener listener(io.wsloop.Handshake request) {
            atServer.step("listener factory");
            SteppedListener listener = new SteppedListener(atServer, true);
            listeners.add(listener);
            return listener;
        }

        private WebSocketServer.Builder server(WebSocketServer.Builder builder) {
            return builder.maxConnectionsPerAddress(4)
                    .onError((where, error) -> atServer.step("error handler"))
                    .get("/http", request -> {
                        atServer.step("HTTP handler");
                        return HttpResponse.text(200, "hello");
                    })
                    .route("/hooked", Route.to(this::listener).upgrade(request -> {
                        atServer.step("upgrade hook");
                        return Upgrade.accept();
                    }));
        }

        private void converse(Steps steps) throws Exception {
            for (EventLoop loop : List.of(steps.serverLoop, steps.clientLoop)) {
                Countdown countdown = loop == steps.serverLoop ? atServer : atClient;
                loop.execute(() -> countdown.step("task"));
                loop.schedule(Duration.ZERO, () -> countdown.step("timer"));
            }
            SteppedListener client = new SteppedListener(atClient, false);
            listeners.add(client);
            CompletableFuture<WebSocket> connecting =
                    steps.client.connect(java.net.URI.create(steps.uri() + "hooked"), client);
            turns(steps);
            connecting.thenAccept(ws -> {
                ws.sendText("small");
                ws.sendBinary(new byte[2_000_000]);
                ws.sendPing(new byte[1]);
            });
            turns(steps);
            connecting.thenAccept(ws -> ws.close(CloseStatus.NORMAL));
            steps.settle();
            List<RawPeer> peers = new ArrayList<>();
            try {
                // The fourth connection has a place still, the last has none and is refused.
                for (int i = 0; i < 5; i++) {
                    RawPeer peer = new RawPeer(steps.server.port());
                    peers.add(peer);
                    peer.send(REQUEST.getBytes(StandardCharsets.ISO_8859_1));
                }
                turns(steps);
            } finally {
                for (RawPeer peer : peers) {
                    peer.reset();
                }
            }
            turns(steps);
            // Whatever became of the handshake, it ends by its deadline at the latest.
            steps.pass(Limits.defaults().handshakeTimeout());
            steps.pass(Limits.defaults().closeTimeout());
            assertThat(connecting).isDone();
            connecting.thenAccept(WebSocket::abort);
        }

        private void turns(Steps steps) throws IOException {
            steps.settle();
            steps.pass(Acceptor.REST);
        }

        private void afterwards(Steps steps, WebSocket honest, Steps.Heard witness) throws Exception {
            steps.pass(Acceptor.REST);
            steps.settle();
            honest.sendText("still there");
            steps.until(() -> witness.events.contains("text still there"));
            assertThat(steps.server.connections()).as(story).isEqualTo(1);
            Steps.Heard newcomer = new Steps.Heard();
            steps.connect(newcomer).sendText("new");
            steps.until(() -> newcomer.events.contains("text new"));
            honest.abort();
            steps.clientLoop.registered().forEach(each -> each.drop(new IOException("the test is over")));
            steps.settle();
            for (SteppedListener listener : listeners) {
                assertThat(listener.closed).as(story).isEqualTo(listener.opened);
            }
            assertThat(steps.server.connections()).as(story).isZero();
            assertThat(steps.client.connections()).as(story).isZero();
            assertThat(steps.client.toString()).as(story).contains("[0 connecting, 0 in handshake, 0 open");
            assertThat(steps.serverLoop.registered()).as(story).hasSize(1);
            assertThat(steps.clientLoop.registered()).as(story).isEmpty();
            assertThat(Desk.of(steps.serverLoop).cork().isFree()).as(story).isTrue();
            assertThat(Desk.of(steps.clientLoop).cork().isFree()).as(story).isTrue();
            assertThat(kernel.accepted).as(story).noneMatch(SocketChannel::isOpen);
        }

        boolean wasReached() {
            return faulty.wasReached();
        }
    }
}
