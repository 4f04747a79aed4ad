package io.wsloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.CloseOutcome;
import io.wsloop.Delivery;
import io.wsloop.Limits;
import io.wsloop.OverflowPolicy;
import io.wsloop.Role;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.deflate.DeflateTerms;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages and control frames of a peer, and the events that the sink hears (RFC 6455 §5). */
class ProtocolReceiveTest {
    private final Endpoint server = Endpoint.of(Role.SERVER);
    private final Endpoint client = Endpoint.of(Role.CLIENT);

    /** The examples of RFC 6455 §5.7. */
    @Test
    void theExamplesOfTheRfcAreUnderstood() {
        client.receives(Wire.hex("81 05 48656c6c6f"));
        server.receives(Wire.hex("81 85 37fa213d 7f9f4d5158"));
        client.receives(Wire.hex("01 03 48656c 80 02 6c6f"));
        client.receives(Wire.hex("89 05 48656c6c6f"));
        server.receives(Wire.hex("8a 85 37fa213d 7f9f4d5158"));
        client.receives(Wire.hex("82 7e 0100 61*256"));
        client.receives(Wire.hex("82 7f 0000000000010000 62*65536"));
        assertThat(server.events).containsExactly("text Hello", "pong 48656c6c6f");
        assertThat(client.events)
                .containsExactly(
                        "text Hello",
                        "text Hello",
                        "ping 48656c6c6f",
                        "binary " + "61".repeat(256),
                        "binary " + "62".repeat(65536));
    }

    @Test
    void aPingIsAnsweredWithItsOwnPayloadAndToldAfterwards() {
        server.hears(0x89, "010203");
        assertThat(server.events).containsExactly("ping 010203");
        assertThat(server.sent()).isEqualTo("8a03010203");
    }

    /** Control frames may come between the fragments of a message (RFC 6455 §5.5). */
    @Test
    void controlFramesBetweenFragmentsDisturbNothing() {
        server.receives(
                Wire.hex("01 81 00000000 61 89 81 00000000 70 00 80 00000000 8a 80 00000000 80 81 00000000 62"));
        assertThat(server.events).containsExactly("ping 70", "pong ", "text ab");
        assertThat(server.sent()).isEqualTo("8a0170");
    }

    @Test
    void emptyMessagesAndEmptyFragmentsAreMessages() {
        server.receives(Wire.hex("81 80 00000000 82 80 00000000 02 80 00000000 00 80 00000000 80 80 00000000"));
        assertThat(server.events).containsExactly("text ", "binary ", "binary ");
    }

    /** A masking key of zero is legal, and is not the same as no key (RFC 6455 §5.3). */
    @Test
    void aMaskingKeyOfZeroIsAKey() {
        server.receives(Wire.hex("81 82 00000000 6869"));
        assertThat(server.events).containsExactly("text hi");
    }

    @Test
    void oneCallGivesOneEventAndLeavesTheRestInTheBuffer() {
        ByteBuffer in = ByteBuffer.wrap(Wire.hex("81 81 00000000 61 81 81 00000000 62 81"));
        assertThat(server.protocol.receive(in, server)).isTrue();
        assertThat(server.events).containsExactly("text a");
        assertThat(in.position()).isEqualTo(7);
        assertThat(server.protocol.receive(in, server)).isTrue();
        assertThat(server.events).containsExactly("text a", "text b");
        assertThat(in.remaining()).isEqualTo(1);
        assertThat(server.protocol.receive(in, server)).isFalse();
        assertThat(in.hasRemaining()).isFalse();
    }

    @Test
    void aSinkThatThrowsLeavesTheEngineInOrder() {
        Endpoint throwing = Endpoint.of(Role.SERVER);
        ByteBuffer in =
                ByteBuffer.wrap(Wire.hex("81 81 00000000 61 02 81 00000000 01 80 81 00000000 02 81 81 00000000 62"));
        ProtocolSink failing = new FailingSink();
        assertThatThrownBy(() -> throwing.protocol.receive(in, failing)).hasMessage("text a");
        assertThat(throwing.protocol.receive(in, failing)).isTrue();
        assertThatThrownBy(() -> throwing.protocol.receive(in, failing)).hasMessage("binary 0102");
        assertThat(throwing.protocol.receive(in, throwing)).isFalse();
        assertThat(throwing.events).containsExactly("text b");
    }

    /**
     * The sink throws at each kind of event, which comes whole or byte by byte. That event is over, and the next frame
     * comes next.
     */
    @ParameterizedTest
    @EnumSource
    void aSinkThatThrowsAtEachEventHearsOfAllOfThem(Delivery delivery) {
        ProtocolOptions options = new ProtocolOptions(
                Limits.defaults(),
                new DeflateTerms(false, false, 15, 15),
                DeflateOptions.defaults(),
                delivery,
                OverflowPolicy.CLOSE);
        byte[] wire = Wire.hex("01 81 00000000 61 80 81 00000000 62 89 81 00000000 01 8a 80 00000000"
                + "c1 87 00000000 f248cdc9c90700 42 81 00000000 f2 89 80 00000000 80 84 00000000 00110000"
                + "82 80 00000000 81 81 00000000 63");
        List<String> whole = thrown(Protocol.server(options, new Workbench(() -> 7, () -> 0)), wire, wire.length);
        if (delivery == Delivery.PARTS) {
            assertThat(whole)
                    .containsExactly(
                            "text part a",
                            "text part b",
                            "ping",
                            "pong",
                            "text part Hello",
                            "ping",
                            "binary part 48656c6c6f",
                            "binary part ",
                            "text part c");
        } else {
            String binary = delivery == Delivery.VIEWS ? "view" : "binary";
            assertThat(whole)
                    .containsExactly(
                            "text ab",
                            "ping",
                            "pong",
                            "text Hello",
                            "ping",
                            binary + " 48656c6c6f",
                            binary + " ",
                            "text c");
            assertThat(thrown(Protocol.server(options, new Workbench(() -> 7, () -> 0)), wire, 1))
                    .isEqualTo(whole);
        }
    }

    private static List<String> thrown(Protocol protocol, byte[] wire, int piece) {
        List<String> thrown = new ArrayList<>();
        for (int at = 0; at < wire.length; at += piece) {
            ByteBuffer in = ByteBuffer.wrap(wire, at, piece);
            boolean more = true;
            while (more) {
                try {
                    more = protocol.receive(in, new FailingSink());
                } catch (IllegalStateException e) {
                    thrown.add(e.getMessage());
                    more = in.hasRemaining();
                }
            }
        }
        return thrown;
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void everyCutOfEveryLengthFormGivesTheSame(Role role) {
        byte[] wire = Wire.concat(
                Wire.frame(role, 0x01, "Wörter, ".getBytes(StandardCharsets.UTF_8)),
                Wire.frame(role, 0x89, new byte[] {1, 2, 3}),
                Wire.frame(role, 0x80, "€ und 😀".repeat(20).getBytes(StandardCharsets.UTF_8)),
                Wire.frame(role, 0x82, new byte[300]),
                Wire.frame(role, 0x82, new byte[0]),
                Wire.frame(role, 0x8A, new byte[125]));
        Endpoint whole = Endpoint.of(role);
        whole.receives(wire);
        assertThat(whole.events).hasSize(5);
        for (int cut = 1; cut < wire.length; cut++) {
            Endpoint peer = Endpoint.of(role);
            peer.receives(Arrays.copyOf(wire, cut));
            peer.receives(Arrays.copyOfRange(wire, cut, wire.length));
            assertThat(peer.events).as("cut at %d", cut).isEqualTo(whole.events);
        }
        Endpoint dripping = Endpoint.of(role);
        for (byte b : wire) {
            dripping.receives(new byte[] {b});
        }
        assertThat(dripping.events).isEqualTo(whole.events);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anyBufferWillDo(boolean direct) {
        byte[] wire = Wire.frame(Role.SERVER, 0x82, new byte[200]);
        ByteBuffer in = direct ? ByteBuffer.allocateDirect(wire.length + 7) : ByteBuffer.allocate(wire.length + 7);
        in.position(7).put(wire).position(7);
        assertThat(server.protocol.receive(in.asReadOnlyBuffer(), server)).isFalse();
        assertThat(server.events).containsExactly("binary " + "00".repeat(200));
    }

    static IntStream pieces() {
        return IntStream.of(1, 7, 1000, 65_535, 65_536, 1 << 20);
    }

    @ParameterizedTest
    @MethodSource("pieces")
    void aMessageOfTheLimitPassesAndOneByteMoreDoesNotHoweverItComes(int piece) {
        Limits limits = Limits.defaults().withMaxMessageBytes(300_000);
        byte[] most = new byte[300_000];
        Arrays.fill(most, (byte) 'x');
        Endpoint peer = Endpoint.of(Role.SERVER, limits);
        inPieces(peer, Wire.frame(Role.SERVER, 0x81, most), piece);
        assertThat(peer.events).containsExactly("text " + "x".repeat(300_000));
        byte[] half = Arrays.copyOf(most, 150_000);
        inPieces(peer, Wire.frame(Role.SERVER, 0x02, half), piece);
        inPieces(peer, Wire.frame(Role.SERVER, 0x80, half), piece);
        assertThat(peer.events).hasSize(2);
        inPieces(peer, Wire.frame(Role.SERVER, 0x02, half), piece);
        assertThat(peer.protocol.isOpen()).isTrue();
        inPieces(peer, Wire.frame(Role.SERVER, 0x80, Arrays.copyOf(most, 150_001)), piece);
        assertThat(peer.protocol.isOpen()).isFalse();
        assertThat(violation(peer)).isEqualTo(Violation.MESSAGE_TOO_BIG);
    }

    @Test
    void aFrameOfTheLimitPassesAndOneByteMoreDoesNot() {
        Limits limits = Limits.defaults().withMaxFrameBytes(10);
        Endpoint peer = Endpoint.of(Role.SERVER, limits);
        peer.receives(Wire.frame(Role.SERVER, 0x82, new byte[10]));
        assertThat(peer.events).hasSize(1);
        peer.receives(Wire.frame(Role.SERVER, 0x82, new byte[11]));
        assertThat(violation(peer)).isEqualTo(Violation.FRAME_TOO_BIG);
    }

    @Test
    void asManyFragmentsAsTheLimitPassAndOneMoreDoesNot() {
        Limits limits = Limits.defaults().withMaxFragments(3);
        Endpoint peer = Endpoint.of(Role.SERVER, limits);
        peer.receives(Wire.hex("02 80 00000000 00 80 00000000 80 80 00000000"));
        assertThat(peer.events).containsExactly("binary ");
        peer.receives(Wire.hex("02 80 00000000 00 80 00000000 00 80 00000000"));
        assertThat(peer.protocol.isOpen()).isTrue();
        peer.receives(Wire.hex("80 80 00000000"));
        assertThat(violation(peer)).isEqualTo(Violation.TOO_MANY_FRAGMENTS);
    }

    /** While the socket takes nothing, only the latest ping is answered, as RFC 6455 §5.5.3 allows. */
    @Test
    void whileOutputIsBlockedOnlyTheLatestPingIsAnswered() {
        server.socket.takes(0);
        server.hears(0x89, "01");
        server.flush();
        server.hears(0x89, "02");
        server.hears(0x89, "03");
        assertThat(server.protocol.outbox().pending()).isEqualTo(3);
        assertThat(server.sent()).isEqualTo("8a0101" + "8a0103");
        server.hears(0x89, "04");
        server.hears(0x89, "05");
        assertThat(server.sent()).isEqualTo("8a0104" + "8a0105");
        assertThat(server.events).containsExactly("ping 01", "ping 02", "ping 03", "ping 04", "ping 05");
    }

    @Test
    void messagesThatCrossOurOwnCloseFrameAreStillDelivered() {
        server.protocol.close(io.wsloop.CloseStatus.NORMAL);
        server.receives(Wire.hex("81 81 00000000 61 89 80 00000000 88 82 00000000 03e8 81 81 00000000 62"));
        assertThat(server.events).containsExactly("text a", "ping ");
        assertThat(server.sent()).isEqualTo("880203e8");
        CloseOutcome outcome = server.end();
        assertThat(outcome.clean()).isTrue();
    }

    private static void inPieces(Endpoint peer, byte[] wire, int piece) {
        for (int at = 0; at < wire.length; at += piece) {
            peer.receives(Arrays.copyOfRange(wire, at, Math.min(wire.length, at + piece)));
        }
    }

    private static Violation violation(Endpoint peer) {
        if (peer.end().error() instanceof ViolationException e) {
            return e.violation();
        }
        throw new AssertionError("not failed by a violation: " + peer.protocol);
    }

    /** Throws each event that it hears. */
    private static final class FailingSink implements ProtocolSink {
        @Override
        public void onText(String text) {
            throw new IllegalStateException("text " + text);
        }

        @Override
        public void onBinary(byte[] payload) {
            throw new IllegalStateException("binary " + HexFormat.of().formatHex(payload));
        }

        @Override
        public void onTextPart(String part, boolean last) {
            throw new IllegalStateException("text part " + part);
        }

        @Override
        public void onBinaryView(ByteBuffer payload) {
            byte[] seen = new byte[payload.remaining()];
            payload.get(seen);
            throw new IllegalStateException("view " + HexFormat.of().formatHex(seen));
        }

        @Override
        public void onBinaryPart(byte[] part, boolean last) {
            throw new IllegalStateException("binary part " + HexFormat.of().formatHex(part));
        }

        @Override
        public void onPing(byte[] payload) {
            throw new IllegalStateException("ping");
        }

        @Override
        public void onPong(byte[] payload) {
            throw new IllegalStateException("pong");
        }

        @Override
        public void onDrained() {
            throw new IllegalStateException("drained");
        }

        @Override
        public void onEnd(CloseOutcome outcome) {
            throw new IllegalStateException("end");
        }
    }
}
