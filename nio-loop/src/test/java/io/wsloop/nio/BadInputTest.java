package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a peer must not send, over a real socket: {@code bad-handshakes.txt} and {@code bad-frames.txt}.
 *
 * <p>Against headers that announce huge lengths, reserved opcodes, request smuggling and cross-site hijacking, on the
 * wire.
 */
class BadInputTest {
    /** Up to here a case is sent once for every place where it can be cut in two. */
    private static final int SHORT = 24;

    private static WebSocketServer server;

    @BeforeAll
    static void start() throws IOException {
        server = WebSocketServer.builder()
                .host("127.0.0.1")
                .port(0)
                .loops(1)
                .limits(Limits.defaults().withMaxMessageBytes(64 << 10).withMaxFragments(16))
                .route("/echo", request -> new Echo())
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void theServerStillEchoes() throws IOException {
        try (RawPeer peer = RawPeer.open(server.port())) {
            peer.send(WireTable.hex("81 85 37fa213d 7f9f4d5158"));
            assertThat(peer.readFrame().payload())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("Hello");
        }
    }

    static List<WireTable.Case> handshakes() {
        return WireTable.handshakes();
    }

    static List<WireTable.Case> frames() {
        return WireTable.frames();
    }

    @Test
    void theTablesHoldAtLeast120Cases() {
        assertThat(handshakes().size() + frames().size()).isGreaterThanOrEqualTo(120);
        assertThat(handshakes()).extracting(WireTable.Case::what).doesNotHaveDuplicates();
        assertThat(frames()).extracting(WireTable.Case::what).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("handshakes")
    void aBadHandshakeIsAnsweredWithItsStatusAndTheConnectionEnds(WireTable.Case bad) throws IOException {
        try (RawPeer peer = new RawPeer(server.port())) {
            peer.send(bad.bytes());
            String head = peer.readHead();
            assertThat(head).startsWith("HTTP/1.1 " + bad.expected() + " ");
            if (bad.expected() == 426) {
                assertThat(head).containsIgnoringCase("\r\nSec-WebSocket-Version: 13\r\n");
            }
            peer.shutdownOutput();
            peer.countUntilEnd();
        }
    }

    @ParameterizedTest
    @MethodSource("handshakes")
    void aBadHandshakeIsAnsweredTheSameWhereverItIsCut(WireTable.Case bad) throws IOException {
        // A long head is cut around its first line and its end, where the reader changes its mind.
        int length = bad.bytes().length;
        for (int cut : new int[] {1, 3, 4, 5, 16, 17, 18, length / 2, length - 4, length - 3, length - 2, length - 1}) {
            try (RawPeer peer = new RawPeer(server.port())) {
                peer.send(bad.bytes(), Math.min(cut, length - 1));
                assertThat(peer.readStatus()).as("cut at %d", cut).isEqualTo(bad.expected());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aBadFrameIsAnsweredWithItsCloseCodeAndTheConnectionEnds(WireTable.Case bad) throws IOException {
        try (RawPeer peer = RawPeer.open(server.port())) {
            peer.send(bad.bytes());
            assertThat(peer.readClose().closeCode()).isEqualTo(bad.expected());
            peer.shutdownOutput();
            assertThat(peer.countUntilEnd()).as("bytes after the close frame").isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aBadFrameIsAnsweredTheSameWhereverItIsCut(WireTable.Case bad) throws IOException {
        int last = Math.min(bad.bytes().length - 1, SHORT);
        for (int cut = 1; cut <= last; cut++) {
            try (RawPeer peer = RawPeer.open(server.port())) {
                peer.send(bad.bytes(), cut);
                assertThat(peer.readClose().closeCode()).as("cut at %d", cut).isEqualTo(bad.expected());
            }
        }
    }

    private static final class Echo implements WebSocketListener {
        @Override
        public void onText(WebSocket ws, String text) {
            ws.sendText(text);
        }

        @Override
        public void onBinary(WebSocket ws, byte[] payload) {
            ws.sendBinary(payload);
        }
    }
}
