package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.nio.internal.dial.Lookups;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An attempt to connect ends, and leaves nothing, whatever stage it is in and whoever ends it. */
class ConnectAttemptTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** Names that begin with it are answered once {@link #close} is called; every other one is this machine. */
    private static final class SlowNames implements Lookups.Resolver, AutoCloseable {
        private final CountDownLatch answer = new CountDownLatch(1);
        private final AtomicReference<Thread> asked = new AtomicReference<>();

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            asked.set(Thread.currentThread());
            if (host.startsWith("slow")) {
                boolean interrupted = false;
                // As the system's resolver, it takes no notice of an interrupt.
                while (answer.getCount() > 0) {
                    try {
                        answer.await();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
            return new InetAddress[] {LOOPBACK};
        }

        @Override
        public void close() {
            answer.countDown();
        }
    }

    /** Where an attempt may be when its end comes. */
    enum Stage {
        NOT_BEGUN,
        LOOK_UP,
        CONNECT,
        HANDSHAKE
    }

    /** An attempt on a loop that the test steps, in the stage that is asked for, and everything around it. */
    private static final class Scene implements AutoCloseable {
        final Steps steps = new Steps(Limits.defaults(), request -> new Steps.Echo(), builder -> builder.hosts("*"));
        final SlowNames names = new SlowNames();
        final WebSocketClient client = client(WebSocketClient.builder());
        final Steps.Heard heard = new Steps.Heard();
        final ServerSocketChannel silent = ServerSocketChannel.open();
        private final List<SocketChannel> fill = new ArrayList<>();
        final CompletableFuture<WebSocket> result;

        Scene(Stage stage) throws Exception {
            silent.bind(new InetSocketAddress(LOOPBACK, 0), 1);
            int port = silent.socket().getLocalPort();
            if (stage == Stage.CONNECT) {
                // A backlog that is full: the system drops whoever knocks.
                for (int i = 0; i < 8; i++) {
                    SocketChannel channel = SocketChannel.open();
                    channel.configureBlocking(false);
                    channel.connect(new InetSocketAddress(LOOPBACK, port));
                    fill.add(channel);
                }
            }
            String host = stage == Stage.LOOK_UP ? "slow_name" : "127.0.0.1";
            result = client.connect(URI.create("ws://" + host + ":" + port + "/"), heard);
            switch (stage) {
                case NOT_BEGUN -> {}
                case LOOK_UP -> steps.until(() -> registered().contains("looking up the host of ws://slow_name"));
                case CONNECT -> steps.until(() -> registered().contains("connecting to"));
                case HANDSHAKE -> steps.until(() -> registered().contains("opening handshake"));
            }
            assertThat(result).isNotDone();
        }

        WebSocketClient client(WebSocketClient.Builder builder) throws IOException {
            return builder.loop(steps.clientLoop)
                    .onError(steps.errorHandler)
                    .resolver(names)
                    .build();
        }

        String registered() {
            return steps.clientLoop.registered().toString();
        }

        void assertNothingIsLeft() {
            assertThat(result).isDone();
            assertThat(client.toString()).startsWith("WebSocketClient[0 connecting, 0 in handshake, 0 open");
            assertThat(heard.events).isEmpty();
            assertThat(steps.errors).isEmpty();
        }

        void assertTheLoopIsBare() throws IOException {
            steps.settle();
            assertNothingIsLeft();
            assertThat(steps.clientLoop.registered()).isEmpty();
            assertThat(steps.clientLoop.timers()).isZero();
        }

        @Override
        public void close() throws IOException {
            names.close();
            client.close();
            steps.close();
            for (SocketChannel channel : fill) {
                channel.close();
            }
            silent.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void stopFailsItFirstAndCompletesThen(Stage stage) throws Exception {
        try (Scene scene = new Scene(stage)) {
            List<String> order = new ArrayList<>();
            CompletableFuture<?> failed = scene.result.whenComplete((ws, error) -> order.add("failed"));
            CompletableFuture<?> stopped =
                    scene.client.stop(Duration.ofSeconds(5)).whenComplete((nothing, error) -> order.add("stopped"));
            scene.steps.until(stopped::isDone);
            assertThat(failed).isCompletedExceptionally();
            assertThat(order).containsExactly("failed", "stopped");
            assertThatThrownBy(scene.result::get)
                    .cause()
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the client was stopped before");
            // The timer of the cut is left until it is due.
            scene.steps.pass(Duration.ofSeconds(5));
            scene.assertTheLoopIsBare();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theEndOfTheLoopFailsIt(Stage stage) throws Exception {
        try (Scene scene = new Scene(stage)) {
            scene.steps.clientLoop.close();
            scene.assertNothingIsLeft();
            assertThatThrownBy(scene.result::get).cause().isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void cancellingGivesItUpAtOnce(Stage stage) throws Exception {
        try (Scene scene = new Scene(stage)) {
            scene.result.cancel(false);
            scene.assertTheLoopIsBare();
            assertThatThrownBy(scene.result::get).isInstanceOf(CancellationException.class);
        }
    }

    /** {@link CompletableFuture#orTimeout} completes the very future that connect returned. */
    @ParameterizedTest
    @EnumSource
    void aTimeOfTheApplicationsOwnGivesItUpToo(Stage stage) throws Exception {
        try (Scene scene = new Scene(stage)) {
            scene.result.completeExceptionally(new TimeoutException());
            scene.assertTheLoopIsBare();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "HANDSHAKE", mode = EnumSource.Mode.EXCLUDE)
    void itsTimeCountsFromTheCall(Stage stage) throws Exception {
        try (Scene scene = new Scene(stage)) {
            scene.steps.pass(CONNECT.minusNanos(1));
            assertThat(scene.result.isDone()).isFalse();
            if (stage == Stage.NOT_BEGUN) {
                return;
            }
            scene.steps.pass(Duration.ofNanos(1));
            assertThatThrownBy(scene.result::get)
                    .cause()
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContainingAll("no connection to ws://", "within 10000 ms")
                    .satisfies(
                            late -> assertThat(String.valueOf(late.getMessage()).contains("its name is still being"))
                                    .isEqualTo(stage == Stage.LOOK_UP));
            scene.assertTheLoopIsBare();
        }
    }

    @Test
    void whatTheLookUpTookIsMissingAfterIt() throws Exception {
        try (Scene scene = new Scene(Stage.CONNECT)) {
            CompletableFuture<WebSocket> named = scene.client.connect(
                    URI.create("ws://slow:" + scene.silent.socket().getLocalPort() + "/"), scene.heard);
            scene.steps.until(() -> scene.registered().contains("looking up"));
            scene.steps.pass(Duration.ofSeconds(7));
            scene.names.close();
            scene.steps.until(() -> !scene.registered().contains("looking up"));
            scene.steps.pass(Duration.ofSeconds(3).minusNanos(1));
            assertThat(named).isNotDone();
            scene.steps.pass(Duration.ofNanos(1));
            assertThat(named).isCompletedExceptionally();
        }
    }

    @Test
    void anAnswerThatComesTooLateChangesNothing() throws Exception {
        try (Scene scene = new Scene(Stage.LOOK_UP)) {
            scene.result.cancel(false);
            scene.names.close();
            scene.assertTheLoopIsBare();
        }
    }

    @Test
    void afterAStopAnAttemptFailsThroughItsFuture() throws Exception {
        try (Scene scene = new Scene(Stage.LOOK_UP)) {
            scene.client.stop(Duration.ZERO);
            CompletableFuture<WebSocket> late = scene.client.connect(scene.steps.uri(), scene.heard);
            assertThat(late).as("at once").isDone();
            assertThatThrownBy(late::get)
                    .cause()
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "cannot connect to " + scene.steps.uri() + ": the client was stopped; build another one");
        }
    }

    @Test
    void afterTheLoopsEndAnAttemptFailsThroughItsFuture() throws Exception {
        try (Scene scene = new Scene(Stage.LOOK_UP)) {
            scene.steps.clientLoop.close();
            CompletableFuture<WebSocket> late = scene.client.connect(scene.steps.uri(), scene.heard);
            assertThatThrownBy(late::get)
                    .cause()
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot connect to " + scene.steps.uri() + ": the client's loop has ended");
            scene.assertNothingIsLeft();
        }
    }

    @Test
    void deadNamesHoldUpNoHealthyOneAndTheSameNameIsAskedForOnce() throws Exception {
        try (Scene scene = new Scene(Stage.LOOK_UP)) {
            for (int i = 0; i < 200; i++) {
                scene.client.connect(URI.create("ws://slow" + i % (Lookups.MOST - 2) + "/"), scene.heard);
            }
            CompletableFuture<WebSocket> healthy = scene.client.connect(
                    URI.create("ws://my_service:" + scene.steps.server.port() + "/"), new Steps.Heard());
            scene.steps.until(healthy::isDone);
            assertThat(healthy.get().handshake().headers().first("Host"))
                    .isEqualTo("my_service:" + scene.steps.server.port());
        }
    }

    @Test
    void aNameTooManyFailsClearly() throws Exception {
        try (Scene scene = new Scene(Stage.LOOK_UP)) {
            List<CompletableFuture<WebSocket>> all = new ArrayList<>();
            for (int i = 1; i < Lookups.MOST; i++) {
                all.add(scene.client.connect(URI.create("ws://slow" + i + "/"), scene.heard));
            }
            scene.steps.settle();
            assertThat(all).noneMatch(CompletableFuture::isDone);
            CompletableFuture<WebSocket> more = scene.client.connect(URI.create("ws://slow_too/"), scene.heard);
            scene.steps.until(more::isDone);
            assertThatThrownBy(more::get).cause().hasMessageContainingAll("slow_too", "64 other names");
            // An address needs no thread.
            scene.client.connect(scene.steps.uri(), new Steps.Heard());
            scene.steps.until(() -> scene.client.connections() == 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.1", "1", "my_service", "replica.1", "127.0.0.01", "localhost", "0x7f.1", "127.0.0.1."})
    void whatMayNeedANameServerIsAskedForOnAnotherThread(String host) throws Exception {
        try (Scene scene = new Scene(Stage.NOT_BEGUN)) {
            CompletableFuture<WebSocket> named = scene.client.connect(
                    URI.create("ws://" + host + ":" + scene.steps.server.port() + "/"), new Steps.Heard());
            scene.steps.until(named::isDone);
            assertThat(named.get().isOpen()).isTrue();
            assertThat(scene.names.asked.get()).isNotNull().isNotEqualTo(Thread.currentThread());
            assertThat(scene.names.asked.get().getName()).startsWith("wsloop-lookup-");
        }
    }

    @Test
    void anAddressIsAskedForNowhere() throws Exception {
        try (Scene scene = new Scene(Stage.NOT_BEGUN)) {
            scene.steps.until(() -> scene.registered().contains("opening handshake"));
            assertThat(scene.names.asked.get()).isNull();
            CompletableFuture<WebSocket> zone =
                    scene.client.connect(URI.create("ws://[fe80::1%25no_such_interface]/"), scene.heard);
            scene.steps.until(zone::isDone);
            assertThatThrownBy(zone::get)
                    .cause()
                    .hasMessageContaining("no interface \"no_such_interface\" of this machine");
            assertThat(scene.names.asked.get()).isNull();
        }
    }

    /** The JDK lets an application bring its own resolver. */
    @Test
    void whateverAResolverThrowsReachesTheFuture() throws Exception {
        List<Lookups.Resolver> bad = List.of(
                host -> {
                    throw new StackOverflowError("of a resolver");
                },
                host -> {
                    throw new IllegalStateException("of a resolver");
                },
                host -> new InetAddress[0],
                ConnectAttemptTest::nothing);
        for (Lookups.Resolver resolver : bad) {
            try (Steps steps =
                            new Steps(Limits.defaults(), request -> new Steps.Echo(), builder -> builder.hosts("*"));
                    WebSocketClient client = WebSocketClient.builder()
                            .loop(steps.clientLoop)
                            .resolver(resolver)
                            .build()) {
                CompletableFuture<WebSocket> failed = client.connect(URI.create("ws://name/"), new Steps.Heard());
                steps.until(failed::isDone);
                assertThatThrownBy(failed::get)
                        .cause()
                        .isInstanceOf(UnknownHostException.class)
                        .hasMessage("no address is known for host name");
            }
        }
    }

    @SuppressWarnings("NullAway")
    private static InetAddress[] nothing(String host) {
        return null;
    }

    @Test
    void closeReturnsWhileALookUpHangs() throws Exception {
        try (SlowNames names = new SlowNames()) {
            CompletableFuture<WebSocket> connecting;
            try (WebSocketClient client =
                    WebSocketClient.builder().resolver(names).build()) {
                connecting = client.connect(URI.create("ws://slow/"), new Steps.Heard());
            }
            assertThat(connecting).isCompletedExceptionally();
        }
    }

    @Test
    void aClosedClientLeavesNoThread() throws Exception {
        try (WebSocketServer server = WebSocketServer.builder()
                .loops(1)
                .route("/", request -> new Steps.Echo())
                .start()) {
            List<Thread> before = threads();
            for (int i = 0; i < 20; i++) {
                try (WebSocketClient client = WebSocketClient.builder().build()) {
                    client.connect(URI.create("ws://localhost:" + server.port() + "/"), new Steps.Heard())
                            .get(20, TimeUnit.SECONDS);
                }
            }
            for (Thread left : threads()) {
                if (!before.contains(left)) {
                    left.join(1000);
                    assertThat(left.isAlive()).as(left.getName()).isFalse();
                }
            }
        }
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("wsloop"))
                .toList();
    }

    /** Stops and connects meet on two threads: whoever is first, every future completes. */
    @Test
    void aConnectThatMeetsAStopCompletes() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, LOOPBACK)) {
            URI uri = URI.create("ws://127.0.0.1:" + silent.getLocalPort() + "/");
            for (int i = 0; i < 50; i++) {
                WebSocketClient client = WebSocketClient.builder().build();
                CountDownLatch begin = new CountDownLatch(1);
                List<CompletableFuture<WebSocket>> all = new ArrayList<>();
                Thread connecting = new Thread(() -> {
                    begin.countDown();
                    for (int k = 0; k < 10; k++) {
                        all.add(client.connect(uri, new Steps.Heard()));
                    }
                });
                connecting.start();
                begin.await();
                client.stop(Duration.ZERO).get(20, TimeUnit.SECONDS);
                connecting.join();
                client.close();
                for (CompletableFuture<WebSocket> future : all) {
                    assertThatThrownBy(() -> future.get(20, TimeUnit.SECONDS))
                            .isInstanceOf(ExecutionException.class)
                            .cause()
                            .isInstanceOf(IOException.class);
                }
            }
        }
    }
}
