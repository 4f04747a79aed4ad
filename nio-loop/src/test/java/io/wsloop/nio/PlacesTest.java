package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseCause;
import io.wsloop.CloseOutcome;
import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.loop.EventLoop;
import io.wsloop.loop.LoopOptions;
import io.wsloop.nio.internal.http.HttpPhase;
import io.wsloop.nio.internal.opening.Agreements;
import io.wsloop.nio.internal.site.Site;
import io.wsloop.nio.internal.wire.Connection;
import io.wsloop.nio.internal.wire.Population;
import io.wsloop.server.HttpResponse;
import io.wsloop.server.Route;
import io.wsloop.watch.ErrorHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who holds a place among the handshakes: whoever owes something or is owed something, and each place is given back once. */
class PlacesTest {
    private static final String HELLO = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String LATER = "GET /later HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String HALF = "POST /hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n1";

    /** What a peer, the application or the server may do, in any order. */
    enum Event {
        ASK,
        ASK_LATER,
        ASK_MANY,
        ASK_HALF,
        FINISH_HALF,
        UPGRADE,
        ANSWER,
        END_OF_STREAM,
        TRANSPORT_FAILS,
        PEER_ENDS,
        PEER_CLOSES,
        PEER_RESETS,
        SECONDS_PASS,
        MINUTE_PASSES,
        NEWCOMER,
        STOP,
        ABORT
    }

    public record Step(Event event, int who) {}

    /** A server's loop with nothing around it, so that a connection can be told things in an order of the test's. */
    private static final class House implements AutoCloseable {
        long now = 1_000_000_000L;
        final EventLoop loop;
        final ServerSocketChannel listener = ServerSocketChannel.open();
        final Population population;
        final List<CompletableFuture<HttpResponse>> later = new ArrayList<>();
        final List<Throwable> errors = new ArrayList<>();
        final List<Guest> guests = new ArrayList<>();
        final Site site;
        int open;

        House(int maxConnections) throws IOException {
            ErrorHandler handler = (where, error) -> errors.add(error);
            loop = EventLoop.open(LoopOptions.defaults().withClock(() -> now).withErrors(handler));
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            population = new Population(maxConnections, 1024, 0);
            site = Site.builder()
                    .limits(Limits.defaults())
                    .onError(handler)
                    .handler("GET", "/hello", request -> HttpResponse.text(200, "hello"))
                    .handler("POST", "/hello", request -> HttpResponse.text(200, "hello"))
                    .handlerAsync("GET", "/later", request -> {
                        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
                        later.add(answer);
                        return answer;
                    })
                    .route("/echo", Route.to(handshake -> counting()))
                    .build();
            loop.runOnce(Duration.ZERO);
        }

        private WebSocketListener counting() {
            return new WebSocketListener() {
                @Override
                public void onOpen(WebSocket ws) {
                    open++;
                }

                @Override
                public void onClose(WebSocket ws, CloseOutcome outcome) {
                    open--;
                }
            };
        }

        Guest enter() throws IOException {
            Guest guest = new Guest();
            guest.peer = SocketChannel.open(listener.getLocalAddress());
            guest.peer.configureBlocking(false);
            SocketChannel channel = listener.accept();
            channel.configureBlocking(false);
            population.enter(InetAddress.getLoopbackAddress());
            loop.execute(() -> {
                try {
                    guest.connection = Connection.begin(loop, channel, population, begun -> {
                        guest.phase = new HttpPhase(loop, begun, population, site, new Agreements());
                        return guest.phase;
                    });
                } catch (IOException e) {
                    errors.add(e);
                }
            });
            guests.add(guest);
            settle();
            return guest;
        }

        void settle() throws IOException {
            for (int idle = 0, turns = 0; idle < 2; turns++) {
                idle = loop.runOnce(Duration.ofMillis(1)) > 0 ? 0 : idle + 1;
                assertThat(turns).as("turns until nothing happens").isLessThan(1_000);
                for (Guest guest : guests) {
                    guest.drain();
                }
            }
        }

        void on(Runnable task) throws IOException {
            loop.execute(task);
            settle();
        }

        void pass(Duration time) throws IOException {
            now += time.toNanos();
            settle();
        }

        /** For what a peer has sent takes a moment to arrive. */
        void until(String places) throws IOException {
            until(() -> places().equals(places));
        }

        void until(BooleanSupplier reached) throws IOException {
            for (int i = 0; i < 5_000 && !reached.getAsBoolean(); i++) {
                settle();
            }
            assertThat(reached.getAsBoolean())
                    .as("%s; %s", places(), loop.registered())
                    .isTrue();
        }

        String places() {
            return population.handshakes() + " in handshake, " + population.spares() + " spare, "
                    + population.connections() + " in all";
        }

        boolean isThere(Guest guest) {
            return loop.registered().contains(guest.connection);
        }

        @Override
        public void close() throws IOException {
            for (Guest guest : guests) {
                guest.peer.close();
            }
            listener.close();
            loop.close();
        }
    }

    /** A connection, seen from both of its ends. */
    private static final class Guest {
        SocketChannel peer;
        Connection connection;
        HttpPhase phase;
        final StringBuilder heard = new StringBuilder();
        boolean half;

        void send(String text) throws IOException {
            try {
                peer.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
            } catch (IOException e) {
                // The server has closed it, or this side has.
            }
        }

        void drain() {
            try {
                ByteBuffer in = ByteBuffer.allocate(64 << 10);
                while (peer.read(in.clear()) > 0) {
                    heard.append(StandardCharsets.ISO_8859_1.decode(in.flip()));
                }
            } catch (IOException e) {
                // As above.
            }
        }
    }

    private static void act(House house, Step step) throws IOException {
        Guest guest = house.guests.get(Math.floorMod(step.who(), house.guests.size()));
        boolean there = house.isThere(guest);
        // Once it speaks WebSocket, the phase of HTTP is told nothing any more.
        boolean http = there && guest.connection.toString().contains(", HTTP");
        switch (step.event()) {
            case ASK -> guest.send(HELLO);
            case ASK_LATER -> guest.send(LATER);
            case ASK_MANY -> guest.send(LATER + HELLO + HELLO);
            case ASK_HALF -> {
                guest.half = true;
                guest.send(HALF);
            }
            case FINISH_HALF -> guest.send(guest.half ? "2" : "");
            case UPGRADE -> guest.send(RawPeer.GOOD_UPGRADE);
            case ANSWER -> {
                if (!house.later.isEmpty()) {
                    house.later.remove(0).complete(HttpResponse.text(200, "later"));
                }
            }
            case END_OF_STREAM -> {
                if (http) {
                    house.on(() -> {
                        guest.phase.receiveEof();
                        guest.connection.flushLater();
                    });
                }
            }
            case TRANSPORT_FAILS -> {
                if (http) {
                    house.on(() -> {
                        guest.phase.transportFailed(new IOException("reset"));
                        guest.connection.flushLater();
                    });
                }
            }
            case PEER_ENDS -> {
                if (guest.peer.isOpen()) {
                    guest.peer.shutdownOutput();
                }
            }
            case PEER_CLOSES -> guest.peer.close();
            case PEER_RESETS -> {
                if (guest.peer.isOpen()) {
                    guest.peer.setOption(java.net.StandardSocketOptions.SO_LINGER, 0);
                    guest.peer.close();
                }
            }
            case SECONDS_PASS -> house.pass(Duration.ofSeconds(11));
            case MINUTE_PASSES -> house.pass(Duration.ofMinutes(1));
            case NEWCOMER -> house.population.makeRoom();
            case STOP -> {
                if (there) {
                    house.on(guest.connection::stop);
                }
            }
            case ABORT -> {
                if (there) {
                    house.on(() -> guest.connection.abort(CloseCause.STOPPED, new IOException("cut")));
                }
            }
        }
        house.settle();
    }

    private static void check(House house, Object after) {
        int there = (int) house.loop.registered().stream()
                .filter(one -> one instanceof Connection)
                .count();
        assertThat(house.population.connections()).as("after %s", after).isEqualTo(there);
        assertThat(house.population.handshakes() + house.population.spares() + house.open)
                .as("handshakes, spares and WebSockets after %s", after)
                .isEqualTo(there);
        assertThat(house.population.handshakes()).isNotNegative();
    }

    @Property(tries = 150)
    void whateverHappensInWhateverOrderEachPlaceIsGivenBackOnce(
            @ForAll @Size(max = 25) List<Event> events, @ForAll int seed) throws IOException {
        try (House house = new House(3)) {
            for (int i = 0; i < 3; i++) {
                house.enter();
            }
            int who = seed;
            for (Event event : events) {
                who = who * 1_103_515_245 + 12_345;
                Step step = new Step(event, who >> 8);
                act(house, step);
                check(house, step);
            }
            for (Guest guest : house.guests) {
                guest.peer.close();
            }
            house.later.forEach(answer -> answer.complete(HttpResponse.text(200, "at last")));
            house.settle();
            house.pass(Duration.ofMinutes(1));
            house.pass(Duration.ofMinutes(1));
            house.until("0 in handshake, 0 spare, 0 in all");
            assertThat(house.loop.registered()).isEmpty();
            assertThat(house.loop.timers()).isZero();
            assertThat(house.errors).isEmpty();
        }
    }

    @Test
    void aKeptConnectionHoldsAPlaceOnlyWhileItAsksOrIsAnswered() throws IOException {
        try (House house = new House(10)) {
            Guest guest = house.enter();
            house.until("1 in handshake, 0 spare, 1 in all");
            guest.send(HELLO);
            house.until("0 in handshake, 1 spare, 1 in all");
            guest.send("GET /later HT");
            house.until("1 in handshake, 0 spare, 1 in all");
            guest.send("TP/1.1\r\nHost: localhost\r\n\r\n");
            house.until(() -> !house.later.isEmpty());
            house.until("1 in handshake, 0 spare, 1 in all");
            house.later.get(0).complete(HttpResponse.text(200, "later"));
            house.until("0 in handshake, 1 spare, 1 in all");
            guest.send(RawPeer.GOOD_UPGRADE);
            house.until("0 in handshake, 0 spare, 1 in all");
            guest.peer.close();
            house.until("0 in handshake, 0 spare, 0 in all");
        }
    }

    @Test
    void anAskerThatEndedItsStreamHoldsNoPlaceAndIsAnswered() throws IOException {
        try (House house = new House(10)) {
            Guest guest = house.enter();
            guest.send(LATER);
            house.until(() -> !house.later.isEmpty());
            guest.peer.shutdownOutput();
            house.until("0 in handshake, 1 spare, 1 in all");
            house.later.get(0).complete(HttpResponse.text(200, "at last"));
            house.until(() -> guest.heard.toString().endsWith("at last"));
            assertThat(guest.heard.toString()).startsWith("HTTP/1.1 200 ");
            assertThat(house.places()).isIn("0 in handshake, 0 spare, 0 in all", "0 in handshake, 1 spare, 1 in all");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G", HELLO, HELLO + HELLO})
    void anAskerThatEndedItsStreamHoldsNoPlaceWhateverItSentBehindItsRequest(String behind) throws IOException {
        try (House house = new House(10)) {
            Guest guest = house.enter();
            guest.send(LATER + behind);
            house.until(() -> !house.later.isEmpty());
            guest.peer.shutdownOutput();
            house.until("0 in handshake, 1 spare, 1 in all");
            house.later.get(0).complete(HttpResponse.text(200, "at last"));
            house.until("0 in handshake, 0 spare, 0 in all");
            assertThat(guest.heard.toString().split(" 200 ", -1)).hasSize(2 + behind.split(" /hello ", -1).length - 1);
            assertThat(guest.heard.toString()).contains("at last");
        }
    }

    @Test
    void anAskerWhoseTransportFailedIsGoneAtOnceAndItsAnswerIsDropped() throws IOException {
        try (House house = new House(10)) {
            Guest guest = house.enter();
            guest.send(LATER);
            house.until(() -> !house.later.isEmpty());
            house.on(() -> {
                guest.phase.transportFailed(new IOException("reset"));
                guest.connection.flushLater();
            });
            house.until("0 in handshake, 0 spare, 0 in all");
            house.later.get(0).complete(HttpResponse.text(200, "late"));
            house.settle();
            assertThat(guest.heard.toString()).isEmpty();
            assertThat(house.errors).isEmpty();
        }
    }

    @Test
    void theOldestSpareOneGivesWayAndOnlyWhenTheServerIsFull() throws IOException {
        try (House house = new House(3)) {
            Guest first = house.enter();
            Guest second = house.enter();
            second.send(HELLO);
            house.until("1 in handshake, 1 spare, 2 in all");
            first.send(HELLO);
            house.until("0 in handshake, 2 spare, 2 in all");
            house.population.makeRoom();
            house.until("0 in handshake, 2 spare, 2 in all");
            house.enter();
            house.population.makeRoom();
            house.settle();
            assertThat(house.isThere(second)).isFalse();
            assertThat(house.isThere(first)).isTrue();
            assertThat(house.population.hasRoom()).isTrue();
        }
    }

    @Test
    void oneThatAsksAgainBeforeItHasGivenWayStays() throws IOException {
        try (House house = new House(1)) {
            Guest guest = house.enter();
            guest.send(HELLO);
            house.until("0 in handshake, 1 spare, 1 in all");
            // The task that asks it to give way waits behind one that has it ask again.
            house.loop.execute(() -> {
                guest.phase.receive(ByteBuffer.wrap(LATER.getBytes(StandardCharsets.ISO_8859_1)));
                guest.phase.settled();
            });
            house.population.makeRoom();
            house.settle();
            assertThat(house.isThere(guest)).isTrue();
            house.until("1 in handshake, 0 spare, 1 in all");
            house.later.get(0).complete(HttpResponse.text(200, "later"));
            house.settle();
            house.population.makeRoom();
            house.settle();
            assertThat(house.isThere(guest)).isFalse();
        }
    }

    /** Who is in the server when a newcomer comes. */
    enum Crowd {
        /** They have asked once and are kept; more than may be in handshake. */
        POLLERS,
        /** They have asked once, are kept, and fill the server. */
        FULL
    }

    @ParameterizedTest
    @EnumSource
    void aCrowdOfKeptConnectionsKeepsNoNewcomerOut(Crowd crowd) throws Exception {
        int many = 300;
        try (Steps steps = new Steps(
                Limits.defaults(),
                handshake -> new Steps.Echo(),
                builder -> builder.get("/hello", request -> HttpResponse.text(200, "hello"))
                        .maxHandshakes(10)
                        .maxConnections(crowd == Crowd.FULL ? many : 10_000))) {
            List<RawPeer> kept = new ArrayList<>();
            try {
                for (int i = 0; i < many; i++) {
                    RawPeer peer = new RawPeer(steps.server.port());
                    kept.add(peer);
                    peer.send(HELLO.getBytes(StandardCharsets.ISO_8859_1));
                    steps.turns(2);
                }
                steps.until(() -> steps.server.connections() == many);
                long before = steps.now;
                for (int i = 0; i < 5; i++) {
                    assertThat(steps.connect(new Steps.Heard()).isOpen()).isTrue();
                }
                assertThat(steps.now).isEqualTo(before);
                assertThat(steps.server.connections()).isEqualTo(crowd == Crowd.FULL ? many : many + 5);
                if (crowd == Crowd.FULL) {
                    // The oldest five have given way, with an end of stream and no reset, and nobody else has.
                    for (int i = 0; i < 5; i++) {
                        assertThat(kept.get(i).readHead()).startsWith("HTTP/1.1 200 ");
                        assertThat(kept.get(i).countUntilEnd()).isEqualTo("hello".length());
                    }
                    kept.get(5).send(HELLO.getBytes(StandardCharsets.ISO_8859_1));
                    steps.settle();
                    assertThat(kept.get(5).readHead()).startsWith("HTTP/1.1 200 ");
                }
            } finally {
                for (RawPeer peer : kept) {
                    peer.close();
                }
            }
        }
    }
}
