package io.wsloop.nio.internal.accept;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Limits;
import io.wsloop.nio.Bench;
import io.wsloop.nio.RawPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a server refuses connections above the quota of an address. Against one address that takes all connections. */
class RefusalTest {
    private static final byte[] REQUEST =
            RawPeer.GOOD_UPGRADE.replace("/echo", "/").getBytes(StandardCharsets.US_ASCII);

    /** A server that has one connection from here already, which is as many as it takes. */
    private static Bench full() throws Exception {
        Bench bench = new Bench(
                Limits.defaults(), request -> new Bench.Echo(), builder -> builder.maxConnectionsPerAddress(1));
        bench.connect(new Bench.Heard());
        return bench;
    }

    @Test
    void theAnswerIsWholeWhetherTheRequestComesBeforeItOrAfterIt() throws Exception {
        try (Bench bench = full();
                RawPeer early = new RawPeer(bench.server.port());
                RawPeer late = new RawPeer(bench.server.port())) {
            early.send(REQUEST);
            bench.settle();
            late.send(REQUEST);
            bench.settle();
            for (RawPeer peer : List.of(early, late)) {
                assertThat(peer.readHead()).startsWith("HTTP/1.1 503 ").contains("Connection: close");
                assertThat(peer.countUntilEnd()).isPositive();
            }
            assertThat(bench.server.connections()).isEqualTo(1);
        }
    }

    @Test
    void whoeverEndsItsStreamIsClosedAtOnceAndWhoeverDoesNotAfterASecond() throws Exception {
        try (Bench bench = full();
                RawPeer polite = new RawPeer(bench.server.port());
                RawPeer rude = new RawPeer(bench.server.port())) {
            awaitRefusals(bench, 2);
            polite.shutdownOutput();
            awaitRefusals(bench, 1);
            bench.pass(Refusal.MOST_TIME.minus(Duration.ofNanos(1)));
            assertThat(refusals(bench)).isEqualTo(1);
            bench.pass(Duration.ofNanos(1));
            assertThat(refusals(bench)).isZero();
            assertThat(rude.readStatus()).isEqualTo(503);
        }
    }

    @Test
    void noMoreThanTheBoundIsReadToNoPurpose() throws Exception {
        try (Bench bench = full();
                RawPeer peer = new RawPeer(bench.server.port())) {
            peer.send(new byte[Refusal.MOST_BYTES - 1]);
            awaitRefusals(bench, 1);
            bench.settle();
            assertThat(refusals(bench)).isEqualTo(1);
            peer.send(new byte[1]);
            awaitRefusals(bench, 0);
        }
    }

    @Test
    void aResetEndsARefusalLikeAnyOther() throws Exception {
        try (Bench bench = full()) {
            RawPeer peer = new RawPeer(bench.server.port());
            awaitRefusals(bench, 1);
            peer.reset();
            awaitRefusals(bench, 0);
            assertThat(bench.errors).isEmpty();
        }
    }

    @Test
    void aFloodIsToldUpToABoundAndAStopWaitsForNoneOfThem() throws Exception {
        List<RawPeer> flood = new ArrayList<>();
        try (Bench bench = full()) {
            for (int i = 0; i <= Acceptor.MOST_REFUSALS; i++) {
                flood.add(new RawPeer(bench.server.port()));
            }
            awaitRefusals(bench, Acceptor.MOST_REFUSALS);
            bench.settle();
            assertThat(refusals(bench)).isEqualTo(Acceptor.MOST_REFUSALS);
            assertThat(flood.get(0).readStatus()).isEqualTo(503);
            assertThat(flood.get(Acceptor.MOST_REFUSALS).countUntilEnd()).isZero();
            bench.until(bench.server.stop(Duration.ofSeconds(1))::isDone);
            assertThat(refusals(bench)).isZero();
            assertThat(bench.errors).isEmpty();
        } finally {
            for (RawPeer peer : flood) {
                peer.close();
            }
        }
    }

    private static long refusals(Bench bench) {
        return bench.serverLoop.registered().stream()
                .filter(registered -> registered instanceof Refusal)
                .count();
    }

    private static void awaitRefusals(Bench bench, int count) throws IOException {
        bench.until(() -> refusals(bench) == count);
    }
}
