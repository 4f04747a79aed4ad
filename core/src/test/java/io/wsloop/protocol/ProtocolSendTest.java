package io.wsloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.CloseStatus;
import io.wsloop.Compression;
import io.wsloop.MessageType;
import io.wsloop.PreparedMessage;
import io.wsloop.Role;
import io.wsloop.SendResult;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The frames of whole messages, of parts and of control frames (RFC 6455 §5), and a fresh masking key for each (§5.3).
 */
class ProtocolSendTest {
    private final Endpoint server = Endpoint.of(Role.SERVER);
    private final Endpoint client = Endpoint.of(Role.CLIENT);

    @Test
    void sendsTextAsUtf8() {
        assertThat(server.protocol.sendText("Hello", Compression.AUTO)).isEqualTo(SendResult.QUEUED);
        server.protocol.sendText("", Compression.ON);
        server.protocol.sendText("ä€😀", Compression.OFF);
        assertThat(server.sent()).isEqualTo("810548656c6c6f" + "8100" + "8109c3a4e282acf09f9880");
    }

    @Test
    void sendsTextThatItsDriverHasEncodedAsItIs() {
        byte[] utf8 = bytes("c3bc");
        assertThat(server.protocol.sendEncodedText(utf8, Compression.AUTO)).isEqualTo(SendResult.QUEUED);
        utf8[0] = 0;
        assertThat(server.sent()).isEqualTo("8102c3bc");
        server.protocol.close(CloseStatus.of(1000));
        assertThat(server.protocol.sendEncodedText(utf8, Compression.AUTO)).isEqualTo(SendResult.CLOSED);
    }

    @Test
    void sendsAnyPieceOfAnArray() {
        server.protocol.sendBinary(bytes("00010203"), 1, 2, Compression.AUTO);
        server.protocol.sendBinary(bytes("00"), 1, 0, Compression.AUTO);
        assertThat(server.sent()).isEqualTo("82020102" + "8200");
    }

    @Test
    void sendsWhatRemainsInABufferOfAnyKindAndMovesNothing() {
        ByteBuffer slice =
                ByteBuffer.wrap(bytes("ffff00010203"), 2, 4).slice().position(1).limit(3);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(4).put(bytes("00010203")).position(1).limit(3);
        for (ByteBuffer payload : new ByteBuffer[] {slice, slice.asReadOnlyBuffer(), direct}) {
            server.protocol.sendBinary(payload, Compression.AUTO);
            assertThat(server.sent()).isEqualTo("82020102");
            assertThat(payload.position()).isEqualTo(1);
            assertThat(payload.limit()).isEqualTo(3);
        }
    }

    /** A caller's mistake must not leave a header without its payload on the wire. */
    @ParameterizedTest
    @CsvSource({"0, 5", "4, 1", "-1, 2", "5, 0", "2, -1", "2147483647, 2147483647"})
    void refusesAPieceOutsideOfTheArrayAndSendsNothing(int offset, int length) {
        byte[] payload = new byte[4];
        for (Endpoint end : new Endpoint[] {server, client}) {
            assertThatThrownBy(() -> end.protocol.sendBinary(payload, offset, length, Compression.AUTO))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() ->
                            end.protocol.sendPart(MessageType.BINARY, Compression.OFF, payload, offset, length, true))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(end.sent()).isEmpty();
        }
    }

    @Test
    void keepsNoPayloadThatItsCallerMayChange() {
        byte[] payload = new byte[20_000];
        server.protocol.sendBinary(payload, 0, payload.length, Compression.AUTO);
        payload[0] = 1;
        assertThat(server.sent()).startsWith("827e4e2000");
    }

    @Test
    void masksEachClientFrameWithAKeyOfItsOwn() {
        client.protocol.sendText("hi", Compression.AUTO);
        client.protocol.sendBinary(bytes("0102"), 0, 2, Compression.AUTO);
        client.protocol.send(PreparedMessage.text("yo"));
        client.protocol.sendPart(MessageType.BINARY, Compression.OFF, bytes("03"), 0, 1, false);
        client.protocol.sendPart(MessageType.BINARY, Compression.OFF, bytes("04"), 0, 1, true);
        client.protocol.sendPing(bytes("05"));
        client.protocol.sendPong(bytes("06"));
        client.protocol.close(CloseStatus.NORMAL);
        assertThat(client.keysDrawn).isEqualTo(8);
        assertThat(client.sent())
                .isEqualTo("8182" + "0a0b0c01" + "6262"
                        + "8282" + "0a0b0c02" + "0b09"
                        + "8182" + "0a0b0c03" + "7364"
                        + "0281" + "0a0b0c04" + "09"
                        + "8081" + "0a0b0c05" + "0e"
                        + "8981" + "0a0b0c06" + "0f"
                        + "8a81" + "0a0b0c07" + "0c"
                        + "8882" + "0a0b0c08" + "09e3");
    }

    @Test
    void drawsNoKeyForAServersFrames() {
        server.protocol.sendText("hi", Compression.AUTO);
        server.protocol.sendPing(bytes(""));
        assertThat(server.keysDrawn).isZero();
    }

    /** A key of zero is a key like any other: the mask bit is set, and the payload looks unmasked. */
    @Test
    void sendsAMaskedFrameWithTheKeyZero() {
        client.nextKey = 0;
        client.protocol.sendText("hi", Compression.AUTO);
        String sent = client.sent();
        assertThat(sent).isEqualTo("8182" + "00000000" + "6869");
        server.receives(sent);
        assertThat(server.events).containsExactly("text hi");
    }

    @Test
    void neverMasksTheCallersPayloadItself() {
        byte[] payload = new byte[200_000];
        client.protocol.sendBinary(payload, 0, payload.length, Compression.AUTO);
        client.protocol.sendPart(MessageType.BINARY, Compression.OFF, payload, 0, payload.length, true);
        assertThat(payload).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 200_001})
    void isUnderstoodByTheOtherRole(int length) {
        String text = "a".repeat(length);
        client.protocol.sendText(text, Compression.AUTO);
        server.receives(client.sentBytes());
        server.protocol.sendText(text, Compression.AUTO);
        client.receives(server.sentBytes());
        for (Endpoint end : new Endpoint[] {server, client}) {
            assertThat(end.events).filteredOn(event -> !event.equals("drained")).containsExactly("text " + text);
        }
    }

    @Test
    void refusesAnUnpairedSurrogateAndSendsNothing() {
        assertThatThrownBy(() -> server.protocol.sendText("a\uD800", Compression.AUTO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(server.sent()).isEmpty();
        assertThat(server.protocol.isOpen()).isTrue();
    }

    @Test
    void sendsControlFramesOfUpTo125Bytes() {
        assertThat(server.protocol.sendPing(new byte[125])).isEqualTo(SendResult.QUEUED);
        assertThat(server.sent()).isEqualTo("897d" + "00".repeat(125));
        assertThat(server.protocol.sendPong(bytes(""))).isEqualTo(SendResult.QUEUED);
        assertThat(server.sent()).isEqualTo("8a00");
        for (int tooLong : new int[] {126, 70_000}) {
            assertThatThrownBy(() -> server.protocol.sendPing(new byte[tooLong]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a control frame holds at most 125 bytes (RFC 6455 §5.5), not " + tooLong);
            assertThatThrownBy(() -> server.protocol.sendPong(new byte[tooLong]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(server.sent()).isEmpty();
    }

    @Test
    void sendsAMessageInParts() {
        part(MessageType.BINARY, "01", false);
        part(MessageType.BINARY, "", false);
        part(MessageType.BINARY, "0203", true);
        part(MessageType.TEXT, "68", true);
        part(MessageType.TEXT, "", true);
        assertThat(server.sent()).isEqualTo("020101" + "0000" + "80020203" + "810168" + "8100");
    }

    @Test
    void letsControlFramesComeBetweenTheParts() {
        part(MessageType.BINARY, "01", false);
        server.protocol.sendPing(bytes("aa"));
        server.hears(0x89, "bb");
        part(MessageType.BINARY, "02", true);
        assertThat(server.sent()).isEqualTo("020101" + "8901aa" + "8a01bb" + "800102");
    }

    @Test
    void letsNoMessageComeBetweenTheParts() {
        part(MessageType.TEXT, "68", false);
        String message = "a message sent in parts is unfinished: finish it before the next message (RFC 6455 §5.4)";
        assertThatThrownBy(() -> server.protocol.sendText("x", Compression.AUTO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> server.protocol.sendBinary(bytes("01"), 0, 1, Compression.AUTO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> server.protocol.send(PreparedMessage.text("x")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> part(MessageType.BINARY, "01", true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a TEXT message is unfinished, so no BINARY can begin");
        part(MessageType.TEXT, "69", true);
        server.protocol.sendText("x", Compression.AUTO);
        assertThat(server.sent()).isEqualTo("010168" + "800169" + "810178");
    }

    @Test
    void tearsTextAnywhere() {
        byte[] text = "a ä € 😀".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < text.length; i++) {
            server.protocol.sendPart(MessageType.TEXT, Compression.AUTO, text, i, 1, i == text.length - 1);
        }
        client.receives(server.sentBytes());
        assertThat(client.events).containsExactly("text a ä € 😀");
    }

    @Test
    void refusesAFirstPartThatIsNotUtf8AndBeginsNothing() {
        assertThatThrownBy(() -> part(MessageType.TEXT, "68ff", false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be UTF-8 together");
        assertThatThrownBy(() -> part(MessageType.TEXT, "e282", true)).isInstanceOf(IllegalArgumentException.class);
        server.protocol.sendText("x", Compression.AUTO);
        part(MessageType.TEXT, "68", true);
        assertThat(server.sent()).isEqualTo("810178" + "810168");
    }

    @Test
    void refusesALaterPartThatIsNotUtf8AndTakesABetterOne() {
        part(MessageType.TEXT, "e2", false);
        assertThatThrownBy(() -> part(MessageType.TEXT, "41", false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> part(MessageType.TEXT, "82", true)).isInstanceOf(IllegalArgumentException.class);
        part(MessageType.TEXT, "82", false);
        part(MessageType.TEXT, "ac", true);
        assertThat(server.sent()).isEqualTo("0101e2" + "000182" + "8001ac");
    }

    @Test
    void judgesOnlyTextAsUtf8() {
        part(MessageType.BINARY, "ff", false);
        part(MessageType.BINARY, "c0", true);
        assertThat(server.sent()).isEqualTo("0201ff" + "8001c0");
    }

    /** Against leaks of memory to the peer: the earlier content of a scratch array is never sent. */
    @Test
    void showsNothingOfAnEarlierMessage() {
        client.protocol.sendBinary(bytes("55".repeat(1000)), 0, 1000, Compression.AUTO);
        client.sent();
        client.nextKey = 0;
        client.protocol.sendPing(bytes(""));
        client.protocol.close(CloseStatus.of(1000));
        assertThat(client.sent()).isEqualTo("8980" + "00000000" + "8882" + "00000001" + "03e8");
    }

    private void part(MessageType type, String part, boolean last) {
        byte[] payload = bytes(part);
        assertThat(server.protocol.sendPart(type, Compression.AUTO, payload, 0, payload.length, last))
                .isEqualTo(SendResult.QUEUED);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
