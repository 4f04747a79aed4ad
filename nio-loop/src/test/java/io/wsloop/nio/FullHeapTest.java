package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.frame.FrameHeader;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server in a JVM of 64 MiB whose heap is filled again and again, in every way that is open to peers or to an
 * application: after each time an honest connection of the same loop is served, and newcomers are. More rounds by
 * {@code -Demergency.rounds=100}.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class FullHeapTest {
    private static final int ROUNDS = Integer.getInteger("emergency.rounds", 2);

    private static final Duration MOST_PER_ROUND = Duration.ofSeconds(20);

    private static final int HONEST = 5;

    private static final int FULL_LENGTH = 1 << 20;

    private static final byte[] TEXT_X = {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'x'};

    enum Filling {
        BACKLOG_OF_ONE(1, "/backlog"),
        HALF_READ_REQUESTS(1000, ""),
        HALF_RECEIVED_MESSAGES(1000, "/echo"),
        ALLOCATIONS_IN_A_CALLBACK(1, "/allocate");

        final int peers;
        final String path;

        Filling(int peers, String path) {
            this.peers = peers;
            this.path = path;
        }

        /** What each peer sends first. */
        byte[] opening() {
            String head = this == HALF_READ_REQUESTS
                    ? "POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + FULL_LENGTH + "\r\n\r\n"
                    : RawPeer.GOOD_UPGRADE.replace("/echo", path);
            byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
            byte[] frame = this == HALF_RECEIVED_MESSAGES ? halfMessage() : TEXT_X;
            return peers > 1 && path.isEmpty() ? bytes : joined(bytes, frame);
        }

        private static byte[] halfMessage() {
            ByteBuffer frame = ByteBuffer.allocate(FrameHeader.size(FULL_LENGTH, true));
            FrameHeader.writeMasked(frame, 0x82, FULL_LENGTH, 0);
            return frame.array();
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    /** A peer that takes memory. It does not wait: what the server does not take now is sent the next time. */
    private static final class Greedy {
        private final ByteBuffer read = ByteBuffer.allocate(4096);
        private SocketChannel channel;
        private ByteBuffer sending = ByteBuffer.allocate(0);
        private int sent;

        Greedy(int port, byte[] opening) throws IOException {
            channel = open(port);
            sending = ByteBuffer.wrap(opening);
        }

        private static SocketChannel open(int port) throws IOException {
            SocketChannel channel = SocketChannel.open();
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.configureBlocking(false);
            return channel;
        }

        /** False when the server has ended it. */
        boolean goOn(Filling filling, byte[] more) {
            try {
                if (!sending.hasRemaining() && filling.peers > 1 && sent < FULL_LENGTH - 2 * more.length) {
                    sending = ByteBuffer.wrap(more);
                    sent += more.length;
                }
                channel.write(sending);
                // The backlog of a peer that reads would not last; the answer of the upgrade can stay where it is.
                return filling.peers == 1 ? isThere() : channel.read(read.clear()) >= 0;
            } catch (IOException e) {
                return false;
            }
        }

        /** By a byte that means nothing to a server that is still in the callback. */
        private boolean isThere() throws IOException {
            return channel.write(ByteBuffer.wrap(TEXT_X)) >= 0;
        }

        void close() throws IOException {
            channel.close();
        }
    }

    /** Echoes, once each time; opened again when the server had to end it. */
    private static final class Honest {
        final int port;
        RawPeer peer;
        int dropped;

        Honest(int port) throws IOException {
            this.port = port;
            peer = RawPeer.open(port);
        }

        void echo() throws IOException {
            for (int i = 0; i < 20; i++) {
                try {
                    peer.send(TEXT_X);
                    assertThat(peer.readFrame().payload()).containsExactly('x');
                    return;
                } catch (EOFException | SocketException ended) {
                    dropped++;
                    peer.close();
                    peer = open();
                }
            }
            throw new IOException("dropped 20 times in a row");
        }

        private RawPeer open() throws IOException {
            for (int i = 0; i < 20; i++) {
                try {
                    return RawPeer.open(port);
                } catch (EOFException | SocketException ended) {
                    dropped++;
                }
            }
            throw new IOException("no newcomer is let in");
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterEachFullHeapTheOthersAreServed(Filling filling) throws Exception {
        int told = 0;
        long slowest = 0;
        int ended = 0;
        List<Greedy> greedy = new ArrayList<>();
        List<Honest> honest = new ArrayList<>();
        try (ChildJvm server = ChildJvm.start(List.of(), List.of("-Xmx64m"), FullHeapMain.class)) {
            int port = Integer.parseInt(server.line().substring("port ".length()));
            for (int i = 0; i < HONEST; i++) {
                honest.add(new Honest(port));
            }
            byte[] opening = filling.opening();
            byte[] more = new byte[4096];
            for (int round = 0; round < ROUNDS; round++) {
                long begun = System.nanoTime();
                int before = told;
                while (told == before) {
                    assertThat(System.nanoTime() - begun)
                            .as(
                                    "round %d, %d peers ended, %d bytes sent: %s",
                                    round,
                                    ended,
                                    greedy.stream().mapToLong(each -> each.sent).sum(),
                                    server.errors())
                            .isLessThan(MOST_PER_ROUND.toNanos());
                    while (greedy.size() < filling.peers) {
                        greedy.add(new Greedy(port, opening));
                    }
                    int open = greedy.size();
                    for (Greedy each : List.copyOf(greedy)) {
                        if (!each.goOn(filling, more)) {
                            each.close();
                            greedy.remove(each);
                        }
                    }
                    ended += open - greedy.size();
                    told += server.lines();
                }
                begun = System.nanoTime();
                for (Honest each : honest) {
                    each.echo();
                }
                try (RawPeer newcomer = RawPeer.open(port)) {
                    newcomer.send(TEXT_X);
                    assertThat(newcomer.readFrame().payload()).containsExactly('x');
                }
                slowest = Math.max(slowest, System.nanoTime() - begun);
                assertThat(server.isAlive()).isTrue();
            }
            System.out.println(filling + ": " + told + " errors told in " + ROUNDS + " rounds, " + ended
                    + " greedy peers ended, "
                    + honest.stream().mapToInt(each -> each.dropped).sum()
                    + " times an honest one, slowest echoes " + slowest / 1_000_000 + " ms");
        } finally {
            for (Greedy each : greedy) {
                each.close();
            }
            for (Honest each : honest) {
                each.peer.close();
            }
        }
    }
}
