package io.wsloop.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.nio.Steps;
import io.wsloop.nio.WebSocketClient;
import io.wsloop.nio.WebSocketServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Where a loop, and the servers and clients on it, get their selectors, channels, random numbers and threads from. */
class LoopOptionsTest {
    private static final long SEED = 42;

    /** Writes down what is opened and has the JDK's provider open it. */
    private static final class Noting extends SelectorProvider {
        private final SelectorProvider real = SelectorProvider.provider();
        private final List<String> opened = new ArrayList<>();

        @Override
        public AbstractSelector openSelector() throws IOException {
            opened.add("selector");
            return real.openSelector();
        }

        @Override
        public ServerSocketChannel openServerSocketChannel() throws IOException {
            opened.add("listening socket");
            return real.openServerSocketChannel();
        }

        @Override
        public SocketChannel openSocketChannel() throws IOException {
            opened.add("socket");
            return real.openSocketChannel();
        }

        @Override
        public DatagramChannel openDatagramChannel() {
            throw new UnsupportedOperationException();
        }

        @Override
        public DatagramChannel openDatagramChannel(ProtocolFamily family) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Pipe openPipe() {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void everySelectorAndChannelComesFromTheProvider() throws Exception {
        Noting provider = new Noting();
        LoopOptions options = LoopOptions.defaults().withProvider(provider);
        try (EventLoop loop = EventLoop.open(options)) {
            assertThat(provider.opened).containsExactly("selector");
            WebSocketServer server = WebSocketServer.builder()
                    .loops(loop)
                    .route("/", handshake -> new Steps.Echo())
                    .start();
            WebSocketClient client = WebSocketClient.builder().loop(loop).build();
            assertThat(provider.opened).containsExactly("selector", "listening socket");
            CompletableFuture<WebSocket> connecting =
                    client.connect(URI.create("ws://127.0.0.1:" + server.port() + "/"), new WebSocketListener() {});
            for (int turns = 0; !connecting.isDone() && turns < 1_000; turns++) {
                loop.runOnce(Duration.ofMillis(1));
            }
            assertThat(connecting.get().isOpen()).isTrue();
            assertThat(provider.opened).containsExactly("selector", "listening socket", "socket");
        }
        try (WebSocketServer server =
                WebSocketServer.builder().loops(1).loopOptions(options).start()) {
            assertThat(server.port()).isPositive();
            assertThat(provider.opened.subList(3, 5)).containsExactlyInAnyOrder("listening socket", "selector");
        }
    }

    @Test
    void aSelectorThatFailedIsReplacedByOneOfTheProvider() throws IOException {
        Noting provider = new Noting();
        List<Throwable> errors = new ArrayList<>();
        LoopOptions options =
                LoopOptions.defaults().withProvider(provider).withErrors((where, error) -> errors.add(error));
        Selecting.Call broken = (selector, ready, millis) -> {
            throw new IOException("select");
        };
        try (EventLoop loop = new EventLoop(options, broken)) {
            loop.runOnce(Duration.ZERO);
            assertThat(provider.opened).containsExactly("selector", "selector");
            assertThat(errors).hasSize(1);
        }
    }

    @Test
    void aClientDrawsTheKeyOfItsHandshakeFromTheGenerator() throws Exception {
        byte[] nonce = new byte[16];
        new Random(SEED).nextBytes(nonce);
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                WebSocketClient client = WebSocketClient.builder()
                        .loopOptions(LoopOptions.defaults().withDaemonThreads().withRandom(new Random(SEED)))
                        .build()) {
            client.connect(URI.create("ws://127.0.0.1:" + listening.getLocalPort() + "/"), new WebSocketListener() {});
            try (Socket accepted = listening.accept()) {
                byte[] request = new byte[64 << 10];
                int length = 0;
                while (!text(request, length).endsWith("\r\n\r\n")) {
                    length += accepted.getInputStream().read(request, length, request.length - length);
                }
                assertThat(text(request, length))
                        .contains("Sec-WebSocket-Key: " + Base64.getEncoder().encodeToString(nonce));
            }
        }
    }

    private static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    @Test
    void maskingKeysAreDrawnFromTheGeneratorAndFramesMaskedByThemAreUnderstood() throws Exception {
        try (Steps steps = new Steps(Limits.defaults(), request -> new Steps.Echo());
                EventLoop loop = EventLoop.open(LoopOptions.defaults().withRandom(new Random(SEED)));
                WebSocketClient client = WebSocketClient.builder().loop(loop).build()) {
            Steps.Heard heard = new Steps.Heard();
            CompletableFuture<WebSocket> connecting = client.connect(steps.uri(), heard);
            connecting.thenAccept(ws -> ws.sendText("masked"));
            for (int turns = 0; heard.events.size() < 2 && turns < 1_000; turns++) {
                loop.runOnce(Duration.ofMillis(1));
                steps.step();
            }
            assertThat(heard.events).containsExactly("open", "text masked");
        }
    }

    @Test
    void daemonThreadsAreNamedLikeTheOthers() throws Exception {
        for (boolean daemon : new boolean[] {false, true}) {
            LoopOptions options = LoopOptions.defaults();
            try (EventLoopGroup group = EventLoopGroup.start(1, daemon ? options.withDaemonThreads() : options)) {
                CompletableFuture<Thread> thread = new CompletableFuture<>();
                group.next().execute(() -> thread.complete(Thread.currentThread()));
                assertThat(thread.get(5, TimeUnit.SECONDS).isDaemon()).isEqualTo(daemon);
                assertThat(thread.get().getName()).matches("wsloop-\\d+");
            }
        }
    }

    @Test
    void nothingMayBeNull() {
        LoopOptions options = LoopOptions.defaults();
        assertNamed("threads", () -> options.withThreads(nothing()));
        assertNamed("clock", () -> options.withClock(nothing()));
        assertNamed("provider", () -> options.withProvider(nothing()));
        assertNamed("random", () -> options.withRandom(nothing()));
        assertNamed("errors", () -> options.withErrors(nothing()));
        assertNamed("busyPoll", () -> options.withBusyPoll(nothing()));
    }

    private static void assertNamed(String name, Runnable call) {
        assertThatNullPointerException().isThrownBy(call::run).withMessage(name);
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }
}
