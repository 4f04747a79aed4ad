package io.wsloop.nio.internal.accept;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Limits;
import io.wsloop.nio.RawPeer;
import io.wsloop.nio.Steps;
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
    private static Steps full() throws Exception {
        Steps steps = new Steps(
                Limits.defaults(), request -> new Steps.Echo(), builder -> builder.maxConnectionsPerAddress(1));
        steps.connect(new Steps.Heard());
        return steps;
    }

    @Test
    void theAnswerIsWholeWhetherTheRequestComesBeforeItOrAfterIt() throws Exception {
        try (Steps steps = full();
                RawPeer early = new RawPeer(steps.server.port());
                RawPeer late = new RawPeer(steps.server.port())) {
            early.send(REQUEST);
            steps.settle();
            late.send(REQUEST);
            steps.settle();
            for (RawPeer peer : List.of(early, late)) {
                assertThat(peer.readHead()).startsWith("HTTP/1.1 503 ").contains("Connection: close");
                assertThat(peer.countUntilEnd()).isPositive();
            }
            assertThat(steps.server.connections()).isEqualTo(1);
        }
    }

    @Test
    void whoeverEndsItsStreamIsClosedAtOnceAndWhoeverDoesNotAfterASecond() throws Exception {
        try (Steps steps = full();
                RawPeer polite = new RawPeer(steps.server.port());
                RawPeer rude = new RawPeer(steps.server.port())) {
            awaitRefusals(steps, 2);
            polite.shutdownOutput();
            awaitRefusals(steps, 1);
            steps.pass(Refusal.MOST_TIME.minus(Duration.ofNanos(1)));
            assertThat(refusals(steps)).isEqualTo(1);
            steps.pass(Duration.ofNanos(1));
            assertThat(refusals(steps)).isZero();
            assertThat(rude.readStatus()).isEqualTo(503);
        }
    }

    @Test
    void noMoreThanTheBoundIsReadToNoPurpose() throws Exception {
        try (Steps steps = full();
                RawPeer peer = new RawPeer(steps.server.port())) {
            peer.send(new byte[Refusal.MOST_BYTES - 1]);
            awaitRefusals(steps, 1);
            steps.settle();
            assertThat(refusals(steps)).isEqualTo(1);
            peer.send(new byte[1]);
            awaitRefusals(steps, 0);
        }
    }

    @Test
    void aResetEndsARefusalLikeAnyOther() throws Exception {
        try (Steps steps = full()) {
            RawPeer peer = new RawPeer(steps.server.port());
            awaitRefusals(steps, 1);
            peer.reset();
            awaitRefusals(steps, 0);
            assertThat(steps.errors).isEmpty();
        }
    }

    @Test
    void aFloodIsToldUpToABoundAndAStopWaitsForNoneOfThem() throws Exception {
        List<RawPeer> flood = new ArrayList<>();
        try (Steps steps = full()) {
            for (int i = 0; i <= Acceptor.MOST_REFUSALS; i++) {
                flood.add(new RawPeer(steps.server.port()));
            }
            awaitRefusals(steps, Acceptor.MOST_REFUSALS);
            steps.settle();
            assertThat(refusals(steps)).isEqualTo(Acceptor.MOST_REFUSALS);
            assertThat(flood.get(0).readStatus()).isEqualTo(503);
            assertThat(flood.get(Acceptor.MOST_REFUSALS).countUntilEnd()).isZero();
            steps.until(steps.server.stop(Duration.ofSeconds(1))::isDone);
            assertThat(refusals(steps)).isZero();
            assertThat(steps.errors).isEmpty();
        } finally {
            for (RawPeer peer : flood) {
                peer.close();
            }
        }
    }

    private static long refusals(Steps steps) {
        return steps.serverLoop.registered().stream()
                .filter(registered -> registered instanceof Refusal)
                .count();
    }

    private static void awaitRefusals(Steps steps, int count) throws IOException {
        steps.until(() -> refusals(steps) == count);
    }
}
