package io.wsloop.nio.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.wsloop.CloseCause;
import io.wsloop.CloseOutcome;
import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.handshake.Headers;
import io.wsloop.loop.EventLoop;
import io.wsloop.loop.LoopOptions;
import io.wsloop.nio.internal.http.HttpPhase;
import io.wsloop.nio.internal.opening.Agreements;
import io.wsloop.nio.internal.opening.ClientChoices;
import io.wsloop.nio.internal.opening.ClientPhase;
import io.wsloop.nio.internal.site.Site;
import io.wsloop.protocol.Deadline;
import io.wsloop.protocol.TransportAction;
import io.wsloop.server.Route;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * A connection over a transport that delays, splits and buffers as TLS does, with a handshake before the first byte, comes
 * to the same end as over plain TCP. Nothing above the transport knows of it.
 */
class TransportSeamTest {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    @Property(tries = 40)
    void echoesArriveWholeAndInOrderHoweverLittleTheTransportTakes(
            @ForAll @IntRange(min = 1, max = 300) int mostAtOnce, @ForAll @IntRange(min = 0, max = 4_000) int length)
            throws IOException {
        try (Pair pair = new Pair(mostAtOnce)) {
            WebSocket ws = pair.open();
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                sent.add(i + "x".repeat(length));
                ws.sendText(sent.get(i));
            }
            pair.until(() -> pair.heard.texts.size() == 5);
            assertThat(pair.heard.texts).isEqualTo(sent);
            ws.close();
            pair.until(() -> pair.heard.outcome != null && pair.served.outcome != null);
            assertThat(pair.heard.outcome.clean()).as("%s", pair.heard.outcome).isTrue();
            assertThat(pair.served.outcome.clean()).isTrue();
            assertThat(pair.errors).isEmpty();
        }
    }

    @Test
    void bytesThatWereReadBeforeTheTransportCameAreItsFirstInput() throws IOException {
        try (Pair pair = new Pair(1_000)) {
            pair.open();
            assertThat(pair.serverTransport.unread).isEqualTo(5);
            assertThat(pair.serverSide.isSecure()).isTrue();
        }
    }

    @Test
    void whatAnotherThreadWorksOutGoesOnInATurnOfTheConnection() throws IOException {
        try (Pair pair = new Pair(1_000)) {
            pair.thinks = false;
            CompletableFuture<WebSocket> opening = pair.connect();
            pair.until(() -> !pair.thoughts.isEmpty());
            pair.settle();
            assertThat(opening).isNotDone();
            Thread thinker = new Thread(pair.thoughts.get(0));
            thinker.start();
            pair.until(opening::isDone);
            assertThat(opening).isCompleted();
        }
    }

    @Test
    void aHandshakeThatWaitsForThePeerDoesNotSpinThoughBytesWaitForIt() throws IOException {
        try (Pair pair = new Pair(1_000)) {
            pair.thinks = false;
            pair.connect();
            pair.until(() -> !pair.thoughts.isEmpty());
            pair.settle();
            assertThat(pair.clientSide.isFlushed()).as("the upgrade waits").isFalse();
            for (int i = 0; i < 10; i++) {
                assertThat(pair.clientLoop.runOnce(Duration.ZERO)).isZero();
                assertThat(pair.serverLoop.runOnce(Duration.ZERO)).isZero();
            }
        }
    }

    @Test
    void messagesThatTheTransportHoldsAreDeliveredAfterAPauseThoughNothingIsReady() throws IOException {
        try (Pair pair = new Pair(1_000)) {
            pair.served.pauseAfter = 1;
            WebSocket ws = pair.open();
            for (int i = 0; i < 20; i++) {
                ws.sendText("message " + i);
            }
            // All is in the server's socket before the server reads.
            while (!pair.clientSide.isFlushed()) {
                pair.clientLoop.runOnce(Duration.ZERO);
            }
            pair.until(() -> pair.served.texts.size() == 1);
            pair.settle();
            assertThat(pair.served.texts).containsExactly("message 0");
            assertThat(pair.serverTransport.hasMore()).isTrue();
            pair.serverLoop.execute(() -> pair.served.ws.resume());
            pair.until(() -> pair.served.texts.size() == 20);
            assertThat(pair.served.texts.get(19)).isEqualTo("message 19");
        }
    }

    @Test
    void aTurnThatHasUsedUpItsBudgetGoesOnWithWhatTheTransportHoldsInTheNext() throws IOException {
        try (Pair pair = new Pair(1_000, LoopOptions.defaults().withBudgets(64, 1_024))) {
            WebSocket ws = pair.open();
            for (int i = 0; i < 50; i++) {
                ws.sendText("message number " + i);
            }
            pair.until(() -> pair.heard.texts.size() == 50);
            assertThat(pair.heard.texts.get(49)).isEqualTo("message number 49");
        }
    }

    @Test
    void whatTheSocketHasNotTakenFromTheTransportIsNotFlushed() throws IOException {
        try (Pair pair = new Pair(1_000)) {
            WebSocket ws = pair.open();
            pair.serverTransport.clogged(true);
            ws.sendText("hello");
            pair.until(() -> pair.served.texts.size() == 1);
            assertThat(pair.serverSide.outbox().isEmpty()).isTrue();
            assertThat(pair.serverSide.isFlushed()).isFalse();
            assertThat(pair.serverSide.heldBytes()).isPositive();
            ws.close();
            pair.settle();
            assertThat(pair.served.outcome).as("the close frame has not left").isNull();
            pair.serverTransport.clogged(false);
            pair.until(() -> pair.served.outcome != null);
            assertThat(pair.heard.texts).containsExactly("hello");
            assertThat(pair.served.outcome.clean()).isTrue();
        }
    }

    @Test
    void aPeerThatTakesNothingOfWhatIsPendingIsGivenUpAtTheTransportsDeadline() throws IOException {
        try (Pair pair = new Pair(1_000)) {
            WebSocket ws = pair.open();
            pair.serverTransport.clogged(true);
            ws.sendText("hello");
            pair.until(() -> pair.served.texts.size() == 1);
            pair.pass(Duration.ofMillis(999));
            assertThat(pair.served.outcome).isNull();
            pair.pass(Duration.ofMillis(2));
            assertThat(pair.served.outcome).isNotNull();
            assertThat(pair.served.outcome.cause()).isEqualTo(CloseCause.WRITE_TIMEOUT);
        }
    }

    @Test
    void theMarkOfTheEndIsWrittenInAsManyTurnsAsItTakesAndOnlyThenTheChannelEnds() throws IOException {
        try (Pair pair = new Pair(1)) {
            WebSocket ws = pair.open();
            ws.close();
            pair.until(() -> pair.heard.outcome != null && pair.served.outcome != null);
            assertThat(pair.serverTransport.endCalls).isGreaterThan(1);
            assertThat(pair.errors).isEmpty();
            assertThat(pair.heard.outcome.clean()).isTrue();
        }
    }

    @Test
    void aStreamThatIsCutOffIsToldApartFromOneThatEnds() throws IOException {
        try (Pair pair = new Pair(1_000)) {
            pair.open();
            pair.clientLoop.execute(() -> pair.clientSide.drop(new IOException("the cable was cut")));
            pair.until(() -> pair.served.outcome != null);
            assertThat(pair.served.outcome.cause()).isEqualTo(CloseCause.TRANSPORT_FAILED);
            assertThat(pair.served.outcome.error()).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void anEndThatIsMarkedIsAnEndOfStream() throws IOException {
        try (Pair pair = new Pair(1_000)) {
            pair.open();
            pair.clientLoop.execute(() -> {
                try {
                    SocketChannel channel = pair.clientChannel;
                    pair.clientTransport.endOutput(channel);
                    channel.shutdownOutput();
                } catch (IOException e) {
                    pair.errors.add(e);
                }
            });
            pair.until(() -> pair.served.outcome != null);
            assertThat(pair.served.outcome.cause()).isEqualTo(CloseCause.END_OF_STREAM);
            assertThat(pair.errors).isEmpty();
        }
    }

    @Test
    void theTransportIsNotChangedWhileBytesWaitForTheOldOne() throws IOException {
        try (Pair pair = new Pair(1_000)) {
            WebSocket ws = pair.open();
            pair.serverTransport.clogged(true);
            ws.sendText("hello");
            pair.until(() -> !pair.serverSide.isFlushed());
            Throwable refused = catchThrowable(() -> pair.serverSide.become(PlainTransport.ONE, NOTHING));
            assertThat(refused)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("flush them before the change");
        }
    }

    /** What one end's listener heard. */
    private static final class Heard implements WebSocketListener {
        final List<String> texts = new ArrayList<>();
        final boolean echoes;
        int pauseAfter;
        WebSocket ws;
        CloseOutcome outcome;

        Heard(boolean echoes) {
            this.echoes = echoes;
        }

        @Override
        public void onOpen(WebSocket opened) {
            ws = opened;
        }

        @Override
        public void onText(WebSocket from, String text) {
            texts.add(text);
            if (texts.size() == pauseAfter) {
                from.pause();
            }
            if (echoes) {
                from.sendText(text);
            }
        }

        @Override
        public void onClose(WebSocket closed, CloseOutcome how) {
            outcome = how;
        }
    }

    /** Chooses the transport when the first byte has come, as a port that serves ws and wss does. */
    private abstract static class First implements Phase {
        @Override
        public boolean receive(ByteBuffer in) {
            return false;
        }

        @Override
        public boolean canBeHeld() {
            return false;
        }

        @Override
        public void receiveEof() {}

        @Override
        public void flushed(long bytes) {}

        @Override
        public long nextDeadline() {
            return Deadline.NEVER;
        }

        @Override
        public void onDeadline() {}

        @Override
        public TransportAction action() {
            return TransportAction.NONE;
        }

        @Override
        public void settled() {}

        @Override
        public void stop() {}

        @Override
        public void abort(CloseCause cause, Throwable error) {}

        @Override
        public void transportFailed(Throwable error) {}

        @Override
        public void transportClosed() {}

        @Override
        public String state() {
            return "first byte";
        }
    }

    /** A server's connection and a client's, each on a loop that the test steps. */
    private static final class Pair implements AutoCloseable {
        final List<Throwable> errors = new ArrayList<>();
        final List<Runnable> thoughts = new ArrayList<>();
        final Heard heard = new Heard(false);
        final Heard served = new Heard(true);
        final EventLoop serverLoop;
        final EventLoop clientLoop;
        final int mostAtOnce;
        long now = 1_000_000_000L;
        boolean thinks = true;
        Connection serverSide;
        Connection clientSide;
        RecordTransport serverTransport;
        RecordTransport clientTransport;
        SocketChannel clientChannel;

        Pair(int mostAtOnce) throws IOException {
            this(mostAtOnce, LoopOptions.defaults());
        }

        Pair(int mostAtOnce, LoopOptions options) throws IOException {
            this.mostAtOnce = mostAtOnce;
            LoopOptions ours = options.withClock(() -> now).withErrors((where, error) -> errors.add(error));
            serverLoop = EventLoop.open(ours);
            clientLoop = EventLoop.open(ours);
        }

        CompletableFuture<WebSocket> connect() throws IOException {
            CompletableFuture<WebSocket> result = new CompletableFuture<>();
            Site site = Site.builder()
                    .onError((where, error) -> errors.add(error))
                    .route("/echo", Route.to(handshake -> served))
                    .build();
            try (ServerSocketChannel listener = ServerSocketChannel.open()) {
                listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                clientChannel = SocketChannel.open(listener.getLocalAddress());
                Population inside = population();
                begin(serverLoop, listener.accept(), inside, begun -> {
                    serverSide = begun;
                    return new First() {
                        @Override
                        public boolean receive(ByteBuffer in) {
                            assertThat(in.get(in.position())).isEqualTo(RecordTransport.HELLO);
                            serverTransport = new RecordTransport(begun, true, Pair.this::think, mostAtOnce);
                            begun.become(serverTransport, in);
                            begun.become(new HttpPhase(serverLoop, begun, inside, site, new Agreements()));
                            return false;
                        }
                    };
                });
                URI uri = URI.create("ws://localhost/echo");
                ClientChoices choices = new ClientChoices(
                        Limits.defaults(),
                        Duration.ofSeconds(10),
                        List.of(),
                        null,
                        Headers.EMPTY,
                        (where, error) -> errors.add(error));
                begin(clientLoop, clientChannel, population(), begun -> {
                    clientSide = begun;
                    return new First() {
                        @Override
                        public void begin() {
                            clientTransport = new RecordTransport(begun, false, Runnable::run, mostAtOnce);
                            begun.become(clientTransport, NOTHING);
                            begun.become(new ClientPhase(
                                    clientLoop, begun, choices.handshake(uri, new byte[16]), choices, heard, result));
                        }
                    };
                });
            }
            return result;
        }

        private void think(Runnable thought) {
            if (thinks) {
                serverLoop.execute(thought);
            } else {
                thoughts.add(thought);
            }
        }

        private static Population population() {
            Population population = Population.unbounded();
            population.enter(InetAddress.getLoopbackAddress());
            return population;
        }

        private void begin(
                EventLoop loop, SocketChannel channel, Population population, Function<Connection, Phase> first)
                throws IOException {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            loop.execute(() -> {
                try {
                    Connection.begin(loop, channel, population, first);
                } catch (IOException e) {
                    errors.add(e);
                }
            });
            loop.runOnce(Duration.ZERO);
        }

        WebSocket open() throws IOException {
            CompletableFuture<WebSocket> opening = connect();
            until(opening::isDone);
            until(() -> served.ws != null);
            return opening.join();
        }

        private int step() throws IOException {
            int work = serverLoop.runOnce(Duration.ZERO);
            return work + clientLoop.runOnce(Duration.ofMillis(work > 0 ? 0 : 1));
        }

        void until(BooleanSupplier reached) throws IOException {
            for (int i = 0; i < 100_000 && !reached.getAsBoolean(); i++) {
                step();
            }
            assertThat(reached.getAsBoolean())
                    .as("%s %s %s", serverLoop.registered(), clientLoop.registered(), errors)
                    .isTrue();
        }

        void settle() throws IOException {
            for (int idle = 0, turns = 0; idle < 3; turns++) {
                idle = step() > 0 ? 0 : idle + 1;
                assertThat(turns).as("turns until nothing happens").isLessThan(10_000);
            }
        }

        void pass(Duration time) throws IOException {
            now += time.toNanos();
            settle();
        }

        @Override
        public void close() {
            serverLoop.close();
            clientLoop.close();
        }
    }
}
