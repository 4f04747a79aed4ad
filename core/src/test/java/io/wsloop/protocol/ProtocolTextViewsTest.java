package io.wsloop.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.CloseCause;
import io.wsloop.CloseStatus;
import io.wsloop.Compression;
import io.wsloop.Delivery;
import io.wsloop.Limits;
import io.wsloop.MessageType;
import io.wsloop.OverflowPolicy;
import io.wsloop.Role;
import io.wsloop.SendResult;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.deflate.DeflateTerms;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that is lent as the UTF-8 of the wire, and text that is sent as UTF-8 (RFC 6455 §5.6, §8.1). */
class ProtocolTextViewsTest {
    private static final DeflateTerms TERMS = new DeflateTerms(false, false, 15, 15);
    private static final String MIXED = "a\u00e4\u20ac\ud83d\ude00 plain words in between, long enough \u00fc!";

    private final Endpoint server = seeing(Role.SERVER, TERMS);
    private final Endpoint client = seeing(Role.CLIENT, TERMS);

    private static Endpoint seeing(Role role, @org.jspecify.annotations.Nullable DeflateTerms terms) {
        Endpoint end = Endpoint.inViews(role, terms, Limits.defaults());
        end.whenTextSeen = view -> {};
        return end;
    }

    private static String view(String text) {
        return "text view " + HexFormat.of().formatHex(text.getBytes(UTF_8));
    }

    @Test
    void aWholeTextIsLentUnmasked() {
        server.receives(Wire.hex("81 83 01020304 606061 81 80 01020304 82 81 00000000 61"));
        assertThat(server.events).containsExactly("text view 616262", "text view ", "view 61");
        client.receives(Wire.hex("81 03 e282ac 81 00"));
        assertThat(client.events).containsExactly("text view e282ac", "text view ");
    }

    @Test
    void aSinkThatDoesNotOverrideItHearsTheText() {
        Endpoint plain = Endpoint.inViews(Role.SERVER, null, Limits.defaults());
        plain.receives(Wire.frame(Role.SERVER, 0x81, MIXED.getBytes(UTF_8)));
        assertThat(plain.events).containsExactly("text " + MIXED);
    }

    /** The "Hello" of RFC 7692 §7.2.3.1, in two fragments and in one. */
    @Test
    void whatComesInPiecesOrCompressedIsLentWhole() {
        server.receives(Wire.hex("01 82 00000000 c3a4 80 81 01020304 60 c1 87 00000000 f248cdc9c90700"));
        assertThat(server.events).containsExactly("text view c3a461", "text view 48656c6c6f");
    }

    /** Whole frames, fragments within a character, a ping between them and a compressed one, cut at each place. */
    @ParameterizedTest
    @EnumSource
    void isTheSameWhereverTheStreamIsCut(Role role) {
        byte[] text = MIXED.getBytes(UTF_8);
        byte[] wire = Wire.concat(
                Wire.frame(role, 0x81, text),
                Wire.frame(role, 0x01, Arrays.copyOf(text, 2)),
                Wire.frame(role, 0x89, new byte[] {1}),
                Wire.frame(role, 0x00, Arrays.copyOfRange(text, 2, 5)),
                Wire.frame(role, 0x80, Arrays.copyOfRange(text, 5, text.length)),
                Wire.frame(role, 0xC1, Wire.hex("f248cdc9c90700")),
                Wire.frame(role, 0x81, new byte[0]));
        for (int first = 0; first <= wire.length; first++) {
            for (int second : new int[] {first, first + 1, first + 3, wire.length}) {
                Endpoint end = seeing(role, TERMS);
                int cut = Math.min(second, wire.length);
                end.receives(Arrays.copyOf(wire, first));
                end.receives(Arrays.copyOfRange(wire, first, cut));
                end.receives(Arrays.copyOfRange(wire, cut, wire.length));
                assertThat(end.events)
                        .as("cut at %d and %d", first, cut)
                        .containsExactly(view(MIXED), "ping 01", view(MIXED), view("Hello"), view(""));
            }
        }
    }

    /** The fault stands at each place, in a whole frame, a cut one, fragments and stored deflate blocks. */
    @ParameterizedTest
    @EnumSource
    void aByteThatIsNoUtf8FailsTheConnectionAndIsNotShown(Role role) {
        byte[] text = MIXED.getBytes(UTF_8);
        for (int at = 0; at < text.length; at++) {
            byte[] bad = text.clone();
            bad[at] = (byte) 0xFF;
            int cut = at / 2;
            List<byte[]> wires = List.of(
                    Wire.frame(role, 0x81, bad),
                    Wire.concat(
                            Wire.frame(role, 0x01, Arrays.copyOf(bad, cut)),
                            Wire.frame(role, 0x80, Arrays.copyOfRange(bad, cut, bad.length))),
                    Wire.frame(role, 0xC1, stored(bad)));
            for (byte[] wire : wires) {
                assertFails(seeing(role, TERMS), wire, wire.length);
                assertFails(seeing(role, TERMS), wire, wire.length / 2);
            }
        }
    }

    @Test
    void aTextThatEndsWithinACharacterFailsTheConnection() {
        byte[] text = "ab\ud83d\ude00".getBytes(UTF_8);
        for (int length = 3; length < text.length; length++) {
            byte[] torn = Arrays.copyOf(text, length);
            for (byte[] wire :
                    List.of(Wire.frame(Role.SERVER, 0x81, torn), Wire.frame(Role.SERVER, 0xC1, stored(torn)))) {
                assertFails(seeing(Role.SERVER, TERMS), wire, wire.length);
                assertFails(seeing(Role.SERVER, TERMS), wire, wire.length - 1);
            }
        }
    }

    /** The validator is shared: the next text must begin with a whole character again. */
    @Test
    void aFaultOfOneEngineIsNotTheNextOnes() {
        Protocol other = Protocol.server(
                new ProtocolOptions(
                        Limits.defaults(), TERMS, DeflateOptions.defaults(), Delivery.VIEWS, OverflowPolicy.CLOSE),
                server.bench);
        server.receives(Wire.hex("81 81 00000000 c3"));
        ByteBuffer in = ByteBuffer.wrap(Wire.hex("81 82 00000000 c3a4"));
        while (other.receive(in, server)) {
            // At most one event a call.
        }
        assertThat(server.events).containsExactly("text view c3a4");
    }

    private static void assertFails(Endpoint end, byte[] wire, int cut) {
        end.receives(Arrays.copyOf(wire, cut));
        end.receives(Arrays.copyOfRange(wire, cut, wire.length));
        assertThat(end.events).isEmpty();
        assertThat(end.end().cause()).isEqualTo(CloseCause.VIOLATION);
        assertThat(end.outcome)
                .isNotNull()
                .satisfies(how ->
                        assertThat(how.sent()).extracting(CloseStatus::code).isEqualTo(1007));
    }

    private static byte[] stored(byte[] payload) {
        int n = payload.length;
        ByteBuffer block = ByteBuffer.allocate(n + 6);
        block.put((byte) 0).put((byte) n).put((byte) (n >> 8)).put((byte) ~n).put((byte) (~n >> 8));
        return block.put(payload).put((byte) 0).array();
    }

    @ParameterizedTest
    @EnumSource
    void aViewMayBeSentAsOftenAsOneLikesAndInPart(Role role) {
        Endpoint end = seeing(role, null);
        Endpoint peer = Endpoint.of(role == Role.SERVER ? Role.CLIENT : Role.SERVER);
        end.whenTextSeen = view -> {
            end.protocol.sendUtf8(view, Compression.AUTO);
            end.protocol.sendText("between", Compression.AUTO);
            end.protocol.sendUtf8(view, Compression.AUTO);
            end.protocol.sendUtf8(view.position(1), Compression.AUTO);
            end.protocol.sendUtf8(view.slice(), Compression.AUTO);
            assertThatThrownBy(() -> end.protocol.sendUtf8(view.position(2), Compression.AUTO))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(view.position()).isEqualTo(2);
            end.protocol.sendUtf8(view.clear(), Compression.AUTO);
        };
        end.receives(Wire.frame(role, 0x81, "a\u00e4b".getBytes(UTF_8)));
        peer.receives(end.sentBytes());
        assertThat(peer.events)
                .containsExactly(
                        "text a\u00e4b",
                        "text between",
                        "text a\u00e4b",
                        "text \u00e4b",
                        "text \u00e4b",
                        "text a\u00e4b");
    }

    /** After the call the view's bytes belong to another message, so it is validated like any buffer. */
    @Test
    void aViewThatIsKeptTooLongIsJudgedAgain() {
        List<ByteBuffer> kept = new ArrayList<>();
        server.whenTextSeen = kept::add;
        server.receives(Wire.hex("81 82 00000000 c3a4"));
        server.whenTextSeen = view -> {};
        server.receives(Wire.hex("82 82 01020304 fefd"));
        assertThatThrownBy(() -> server.protocol.sendUtf8(kept.get(0), Compression.AUTO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Two engines of one bench: the sink of the first lets the second receive. */
    @Test
    void aViewIsNotDisturbedByWhatAnotherEngineReceivesInTheMeantime() {
        Protocol other = Protocol.server(
                new ProtocolOptions(
                        Limits.defaults(), null, DeflateOptions.defaults(), Delivery.VIEWS, OverflowPolicy.CLOSE),
                server.bench);
        server.whenTextSeen = view -> {
            server.whenTextSeen = nested -> {};
            ByteBuffer in = ByteBuffer.wrap(Wire.hex("81 82 00000000 c3bc"));
            while (other.receive(in, server)) {
                // At most one event a call.
            }
            server.protocol.sendUtf8(view, Compression.AUTO);
        };
        server.receives(Wire.hex("81 82 00000000 c3a4"));
        assertThat(server.events).containsExactly("text view c3a4", "text view c3bc");
        assertThat(server.sent()).isEqualTo("8102c3a4");
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 2_000, Workbench.SCRATCH_BYTES, Workbench.SCRATCH_BYTES + 1})
    void aTextIsCompressedOrNotAndSentAsItCame(int length) {
        DeflateTerms terms = new DeflateTerms(true, true, 15, 15);
        byte[] noise = new byte[length];
        Random random = new Random(3);
        for (int i = 0; i < length; i++) {
            noise[i] = (byte) random.nextInt(128);
        }
        for (byte[] payload : List.of(noise, new byte[length])) {
            for (Compression compression : Compression.values()) {
                Endpoint from = seeing(Role.CLIENT, terms);
                Endpoint to = seeing(Role.SERVER, terms);
                from.whenTextSeen = view -> {
                    from.protocol.sendUtf8(view, compression);
                    from.protocol.sendUtf8(view.slice(), compression);
                };
                from.receives(Wire.frame(Role.CLIENT, 0x81, payload));
                to.receives(from.sentBytes());
                assertThat(to.events).containsExactly(from.events.get(0), from.events.get(0));
            }
        }
    }

    @Test
    void anyBufferIsSentAndLeftAsItWas() {
        byte[] bytes = "xa\u00e4y".getBytes(UTF_8);
        for (boolean direct : new boolean[] {false, true}) {
            ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(8) : ByteBuffer.allocate(8);
            buffer.put(bytes).position(1).limit(4);
            for (ByteBuffer utf8 : List.of(buffer, buffer.asReadOnlyBuffer(), buffer.slice())) {
                Endpoint end = Endpoint.of(Role.SERVER);
                int position = utf8.position();
                assertThat(end.protocol.sendUtf8(utf8, Compression.AUTO)).isEqualTo(SendResult.QUEUED);
                assertThat(end.sent()).isEqualTo("810361c3a4");
                assertThat(utf8.position()).isEqualTo(position);
                assertThat(utf8.remaining()).isEqualTo(3);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ff | expected UTF-8 (RFC 3629), but byte 0xFF at offset 0 cannot stand there",
                "6162c328 | expected UTF-8 (RFC 3629), but byte 0x28 at offset 3 cannot stand there",
                "61eda080 | expected UTF-8 (RFC 3629), but byte 0xA0 at offset 2 cannot stand there",
                "61f09f98 | expected UTF-8 (RFC 3629), but the character at offset 1 is not complete",
                "c3 | expected UTF-8 (RFC 3629), but the character at offset 0 is not complete"
            })
    void whatIsNoUtf8IsRefusedAndNothingIsSent(String hex, String message) {
        byte[] bytes = Wire.hex(hex);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        for (ByteBuffer utf8 : List.of(ByteBuffer.wrap(bytes), direct)) {
            assertThatThrownBy(() -> server.protocol.sendUtf8(utf8, Compression.AUTO))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
        }
        byte[] longer = Arrays.copyOf(new byte[] {'x', 'y'}, bytes.length + 2);
        System.arraycopy(bytes, 0, longer, 2, bytes.length);
        assertThatThrownBy(() -> server.protocol.sendUtf8(longer, 2, bytes.length, Compression.AUTO))
                .hasMessage(message);
        assertThat(server.protocol.outbox().isEmpty()).isTrue();
        server.protocol.sendUtf8(new byte[] {'a'}, 0, 1, Compression.AUTO);
        assertThat(server.sent()).isEqualTo("810161");
    }

    /** The fault stands at each place of a text of a few strides, so that every path through the validator is tried. */
    @Test
    void whereTheFaultIsIsNamed() {
        byte[] text = MIXED.repeat(3).getBytes(UTF_8);
        for (int at = 0; at < text.length; at++) {
            byte[] bad = text.clone();
            bad[at] = (byte) 0xFE;
            assertThatThrownBy(() -> server.protocol.sendUtf8(bad, 0, bad.length, Compression.AUTO))
                    .hasMessageEndingWith("byte 0xFE at offset " + at + " cannot stand there");
        }
        assertThat(server.protocol.outbox().isEmpty()).isTrue();
    }

    @Test
    void aClosedEngineTakesNothing() {
        server.protocol.close(CloseStatus.NORMAL);
        byte[] bad = {(byte) 0xFF};
        assertThat(server.protocol.sendUtf8(bad, 0, 1, Compression.AUTO)).isEqualTo(SendResult.CLOSED);
        assertThat(server.protocol.sendUtf8(ByteBuffer.allocateDirect(1), Compression.AUTO))
                .isEqualTo(SendResult.CLOSED);
    }

    @Test
    void aMessageInFragmentsIsNotTornByIt() {
        server.protocol.sendPart(MessageType.TEXT, Compression.OFF, new byte[] {'a'}, 0, 1, false);
        assertThatThrownBy(() -> server.protocol.sendUtf8(new byte[] {'b'}, 0, 1, Compression.OFF))
                .isInstanceOf(IllegalStateException.class);
    }
}
