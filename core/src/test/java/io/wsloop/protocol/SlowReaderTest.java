package io.wsloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wsloop.CloseCause;
import io.wsloop.CloseStatus;
import io.wsloop.Compression;
import io.wsloop.Delivery;
import io.wsloop.Limits;
import io.wsloop.Role;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Deadlines count from progress. A peer that reads without a pause is never dropped, even if it is slow and the
 * operating systems hold many bytes ahead of a ping or a close frame. A peer that does not read is dropped.
 */
class SlowReaderTest {
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int SLOWEST = 32_000;

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void aSteadyReaderGetsEverythingAndTheCloseFrame(
            @ForAll long seed,
            @ForAll @IntRange(min = SLOWEST, max = 2_000_000) int bytesPerSecond,
            @ForAll @IntRange(min = 1, max = 12) int megabytes,
            @ForAll @IntRange(min = 12, max = 24) int systemHoldsBits) {
        Random random = new Random(seed);
        Way way = new Way(1 << systemHoldsBits, bytesPerSecond);
        for (int i = 0; i < megabytes; i++) {
            way.server.protocol.sendBinary(new byte[1 << 20], 0, 1 << 20, Compression.OFF);
        }
        long closeAt = STEP * random.nextInt(600);
        while (way.server.outcome == null && way.now < TimeUnit.HOURS.toNanos(1)) {
            if (way.now >= closeAt) {
                way.server.protocol.close(CloseStatus.NORMAL);
            }
            way.step();
        }
        assertThat(way.server.outcome).isNotNull();
        assertThat(way.server.outcome.cause()).isEqualTo(CloseCause.CLOSING_HANDSHAKE);
        assertThat(way.peer.received).isEqualTo(megabytes << 20);
        assertThat(way.peer.closed).isEqualTo(CloseStatus.NORMAL);
    }

    /** A user's case: 12 MiB and close() at once, to a reader of 100 kB/s. */
    @Test
    void twelveMegabytesAtHundredKilobytesASecondAndTheCloseFrame() {
        Way way = new Way(4 << 20, 100_000);
        way.server.protocol.sendBinary(new byte[12 << 20], 0, 12 << 20, Compression.OFF);
        way.server.protocol.close(CloseStatus.NORMAL);
        while (way.server.outcome == null) {
            way.step();
        }
        assertThat(way.server.outcome.cause()).isEqualTo(CloseCause.CLOSING_HANDSHAKE);
        assertThat(way.peer.received).isEqualTo(12 << 20);
        assertThat(way.now).isBetween(TimeUnit.SECONDS.toNanos(125), TimeUnit.SECONDS.toNanos(127));
    }

    /** The operating system holds the whole message: no byte waits in the outbox while the peer reads for a minute. */
    @Test
    void isNotPingedToDeathWhileItReadsWhatTheSystemHolds() {
        Way way = new Way(16 << 20, 100_000);
        way.server.protocol.sendBinary(new byte[8 << 20], 0, 8 << 20, Compression.OFF);
        while (way.now < TimeUnit.SECONDS.toNanos(300)) {
            way.step();
        }
        assertThat(way.server.protocol.isOpen()).isTrue();
        assertThat(way.peer.received).isEqualTo(8 << 20);
    }

    /** The same burst, and a peer that is gone. It is noticed a pong timeout after it could have read everything. */
    @Test
    void aPeerThatIsGoneIsNoticedHoweverMuchItWasSent() {
        Way way = new Way(16 << 20, 0);
        way.server.protocol.sendBinary(new byte[8 << 20], 0, 8 << 20, Compression.OFF);
        while (way.server.outcome == null) {
            way.step();
        }
        assertThat(way.server.outcome.cause()).isEqualTo(CloseCause.PONG_TIMEOUT);
        assertThat(way.now).isBetween(TimeUnit.SECONDS.toNanos(270), TimeUnit.SECONDS.toNanos(600));
    }

    @Test
    void aPeerThatWasSentLittleIsNoticedAsSoonAsEver() {
        Way way = new Way(16 << 20, 0);
        way.server.protocol.sendBinary(new byte[60_000], 0, 60_000, Compression.OFF);
        while (way.server.protocol.isOpen()) {
            way.step();
        }
        assertThat(way.now).isBetween(TimeUnit.SECONDS.toNanos(40), TimeUnit.SECONDS.toNanos(40) + STEP);
    }

    /** The system holds 1.2 MB of answers in HTTP that the peer has not read. It reads 32 kB/s, which takes 37.5 s. */
    @Test
    void bytesThatTheSocketTookBeforeTheEngineCountForTheCloseTimeout() {
        Endpoint server = Endpoint.of(Role.SERVER, Limits.defaults());
        server.protocol.peerHasUnread(1_200_000);
        server.protocol.close(CloseStatus.NORMAL);
        server.flush();
        long closeTimeout = Limits.defaults().closeTimeout().toNanos();
        assertThat(server.protocol.nextDeadline())
                .isBetween(TimeUnit.SECONDS.toNanos(37) + closeTimeout, TimeUnit.SECONDS.toNanos(40) + closeTimeout);
    }

    @Test
    void bytesThatTheSocketTookBeforeTheEngineCountForThePongTimeout() {
        Limits limits = Limits.defaults().withPingAfter(Duration.ofMillis(300)).withPongTimeout(Duration.ofMillis(400));
        Endpoint server = Endpoint.of(Role.SERVER, limits);
        server.protocol.peerHasUnread(1_200_000);
        server.deadlineAt(TimeUnit.MILLISECONDS.toNanos(300));
        assertThat(server.sent()).startsWith("8908");
        server.deadlineAt(TimeUnit.SECONDS.toNanos(37));
        assertThat(server.protocol.isOpen()).isTrue();
        server.deadlineAt(TimeUnit.SECONDS.toNanos(40));
        assertThat(server.protocol.isOpen()).isFalse();
    }

    @Test
    void aNumberOfUnreadBytesIsNotNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.of(Role.SERVER).protocol.peerHasUnread(-1))
                .withMessageContaining("-1");
    }

    /** A server, an operating system that holds a bounded number of bytes, and a peer that reads at a steady pace. */
    private static final class Way {
        final Endpoint server;
        final Peer peer;
        private final int systemHolds;
        private final int readsAStep;
        private final ArrayDeque<ByteBuffer> system = new ArrayDeque<>();
        private int held;
        long now;

        Way(int systemHolds, int bytesPerSecond) {
            Limits limits = Limits.defaults().withMaxMessageBytes(16 << 20);
            server = Endpoint.of(Role.SERVER, limits);
            peer = new Peer(limits);
            this.systemHolds = systemHolds;
            readsAStep = bytesPerSecond / 10;
        }

        void step() {
            now += STEP;
            server.now = now;
            // The socket became ready before the driver looks at any deadline.
            server.socket.takes(systemHolds - held);
            server.flush();
            byte[] taken = server.socket.fresh();
            if (taken.length > 0) {
                held += taken.length;
                system.add(ByteBuffer.wrap(taken));
            }
            for (int left = Math.min(readsAStep, held); left > 0; ) {
                ByteBuffer first = system.element();
                int n = Math.min(left, first.remaining());
                ByteBuffer piece = first.slice(first.position(), n);
                first.position(first.position() + n);
                left -= n;
                held -= n;
                if (!first.hasRemaining()) {
                    system.remove();
                }
                server.receives(peer.reads(piece, now));
            }
            if (Deadline.isDue(server.protocol.nextDeadline(), now)) {
                server.protocol.onDeadline();
                server.socket.takes(systemHolds - held);
            }
            TransportAction action = server.protocol.transportAction();
            if (action == TransportAction.CLOSE_NOW
                    || action == TransportAction.CLOSE_WHEN_FLUSHED
                            && server.protocol.outbox().isEmpty()) {
                server.protocol.transportClosed(server);
            }
        }
    }

    /** Reads, counts, and answers pings and the close frame. */
    private static final class Peer implements ProtocolSink {
        private final Protocol protocol;
        private final SlowSocket socket = new SlowSocket();
        private long now;
        int received;

        @Nullable
        CloseStatus closed;

        Peer(Limits limits) {
            ProtocolOptions options = ProtocolOptions.of(limits);
            protocol = Protocol.client(
                    new ProtocolOptions(limits, null, options.deflate(), Delivery.PARTS, options.overflow()),
                    new Workbench(() -> 0, () -> now));
        }

        byte[] reads(ByteBuffer in, long now) {
            this.now = now;
            while (protocol.receive(in, this)) {
                // At most one event a call.
            }
            byte[] answer = socket.all(protocol.outbox());
            protocol.flushed(answer.length, this);
            if (closed == null && protocol.toString().contains("close received 1000")) {
                closed = CloseStatus.NORMAL;
            }
            return answer;
        }

        @Override
        public void onBinaryPart(byte[] part, boolean last) {
            received += part.length;
        }
    }
}
