package io.wsloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.CloseCause;
import io.wsloop.Compression;
import io.wsloop.MessageType;
import io.wsloop.PreparedMessage;
import io.wsloop.Role;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.deflate.DeflateTerms;
import io.wsloop.deflate.MessageDeflater;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The choice of what to compress (RFC 7692 §6.1). The other role reads all of it. */
class MessageSenderTest {
    private static final DeflateOptions OPTIONS = DeflateOptions.defaults();
    private static final DeflateTerms NO_TAKEOVER = new DeflateTerms(true, true, 15, 15);
    private static final DeflateTerms TAKEOVER = new DeflateTerms(false, false, 15, 15);
    private static final int PLAIN_TEXT = 0x81;
    private static final int COMPRESSED_TEXT = 0xC1;
    private static final int PLAIN_BINARY = 0x82;
    private static final int COMPRESSED_BINARY = 0xC2;

    private final Endpoint server = Endpoint.deflating(Role.SERVER, NO_TAKEOVER, OPTIONS);
    private final Endpoint keeping = Endpoint.deflating(Role.SERVER, TAKEOVER, OPTIONS);

    @ParameterizedTest
    @CsvSource({"255, AUTO, 81", "256, AUTO, c1", "1, ON, c1", "0, ON, c1", "256, OFF, 81", "100000, OFF, 81"})
    void compressesFromTheThresholdOnOrAsTheMessageSays(int length, Compression compression, String b0) {
        server.protocol.sendText("a".repeat(length), compression);
        assertThat(server.sent()).startsWith(b0);
    }

    @Test
    void compressesNothingWhereNothingWasAgreed() {
        Endpoint plain = Endpoint.of(Role.SERVER);
        plain.protocol.sendText("a".repeat(1000), Compression.ON);
        plain.protocol.sendPart(MessageType.BINARY, Compression.ON, new byte[1000], 0, 1000, true);
        assertThat(plain.sentBytes()).startsWith(PLAIN_TEXT).hasSize(2 * 1004);
    }

    /** RFC 7692 §7.2.3.6: an empty message is the byte 00. */
    @Test
    void compressesAnEmptyMessageToOneByte() {
        server.protocol.sendText("", Compression.ON);
        assertThat(server.sent()).isEqualTo("c10100");
    }

    /** RFC 7692 §7.2.3.1: "Hello" in one block. */
    @Test
    void compressesAsTheExampleDoes() {
        server.protocol.sendText("Hello", Compression.ON);
        assertThat(server.sent()).isEqualTo("c107f248cdc9c90700");
    }

    /** RFC 7692 §7.2.3.2: the second "Hello" refers back to the first. */
    @Test
    void refersToTheMessageBeforeWithContextTakeover() {
        keeping.protocol.sendText("Hello", Compression.ON);
        keeping.protocol.sendText("Hello", Compression.ON);
        assertThat(keeping.sent()).isEqualTo("c107f248cdc9c90700" + "c105f200110000");
    }

    @Test
    void sendsPlainWhatWouldNotBecomeShorter() {
        byte[] noise = noise(1000);
        server.protocol.sendBinary(noise, 0, noise.length, Compression.AUTO);
        assertThat(server.sentBytes()).startsWith(PLAIN_BINARY).endsWith(noise).hasSize(1004);
    }

    @Test
    void compressesEvenThatWhenTheMessageSaysSo() {
        byte[] noise = noise(1000);
        server.protocol.sendBinary(noise, 0, noise.length, Compression.ON);
        assertThat(server.sentBytes()).startsWith(COMPRESSED_BINARY).hasSizeGreaterThan(1004);
    }

    /** The next message may refer to this one, so the peer must see it. */
    @Test
    void compressesEvenThatWithContextTakeover() {
        byte[] noise = noise(1000);
        keeping.protocol.sendBinary(noise, 0, noise.length, Compression.AUTO);
        assertThat(keeping.sentBytes()).startsWith(COMPRESSED_BINARY);
    }

    @Test
    void marksOnlyTheFirstPartAsCompressed() {
        byte[] part = "a".repeat(50).getBytes(StandardCharsets.UTF_8);
        server.protocol.sendPart(MessageType.TEXT, Compression.AUTO, part, 0, 50, false);
        assertThat(server.sentBytes()).as("below the threshold, but AUTO is ON").startsWith(0x41);
        server.protocol.sendPart(MessageType.TEXT, Compression.OFF, part, 0, 50, false);
        assertThat(server.sentBytes()).startsWith(0x00).hasSizeLessThan(20);
        server.protocol.sendPart(MessageType.TEXT, Compression.OFF, part, 0, 0, false);
        assertThat(server.sent()).isEqualTo("0000");
        server.protocol.sendPart(MessageType.TEXT, Compression.OFF, part, 0, 50, true);
        assertThat(server.sentBytes()).startsWith(0x80).hasSizeLessThan(20);
        server.protocol.sendPart(MessageType.TEXT, Compression.OFF, part, 0, 50, true);
        assertThat(server.sentBytes()).startsWith(PLAIN_TEXT).endsWith(part);
    }

    @Test
    void compressesNothingOfARefusedPart() {
        byte[] bad = {'a', (byte) 0xFF};
        assertThatThrownBy(() -> keeping.protocol.sendPart(MessageType.TEXT, Compression.ON, bad, 0, 2, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(keeping.sent()).isEmpty();
        keeping.protocol.sendText("Hello", Compression.ON);
        assertThat(keeping.sent()).isEqualTo("c107f248cdc9c90700");
    }

    @Test
    void masksWhatItCompressed() {
        Endpoint client = Endpoint.deflating(Role.CLIENT, NO_TAKEOVER, OPTIONS);
        client.nextKey = 0;
        client.protocol.sendText("Hello", Compression.ON);
        assertThat(client.sent()).isEqualTo("c18700000000" + "f248cdc9c90700");
        assertThat(client.keysDrawn).isEqualTo(1);
    }

    /** Noise with a repetition at its end: each repeated byte makes compression gain a little more. */
    @Test
    void sendsPlainWhatWouldBecomeJustAsLong() {
        int found = 0;
        for (int repeated = 0; repeated < 40; repeated++) {
            byte[] payload = noise(300);
            System.arraycopy(payload, 0, payload, 300 - repeated, repeated);
            server.protocol.sendBinary(payload, 0, 300, Compression.ON);
            int compressed = server.sentBytes().length - 4;
            server.protocol.sendBinary(payload, 0, 300, Compression.AUTO);
            assertThat(server.sentBytes()).startsWith(compressed < 300 ? COMPRESSED_BINARY : PLAIN_BINARY);
            found += compressed == 300 ? 1 : 0;
        }
        assertThat(found).isPositive();
    }

    @Test
    void endsItsDeflaterWithTheConnection() {
        MessageDeflater deflater = keeping.protocol.deflater;
        assertThat(deflater).isNotNull();
        keeping.protocol.sendText("Hello", Compression.ON);
        keeping.protocol.abort(CloseCause.ABORTED, null);
        keeping.protocol.transportClosed(keeping);
        assertThatThrownBy(() -> deflater.deflate(new byte[5], 0, 5, true)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 12, 15})
    void isReadByTheOtherRoleWithEveryTakeoverAndWindow(int window) {
        for (int takeovers = 0; takeovers < 4; takeovers++) {
            DeflateTerms terms = new DeflateTerms((takeovers & 1) == 0, (takeovers & 2) == 0, window, window);
            Endpoint from = Endpoint.deflating(Role.SERVER, terms, OPTIONS);
            Endpoint to = Endpoint.deflating(Role.CLIENT, terms, OPTIONS);
            converse(from, to);
            converse(to, from);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isReadThoughTheWindowsDiffer(Role role) {
        DeflateTerms terms = new DeflateTerms(false, false, 9, 15);
        Role other = role == Role.SERVER ? Role.CLIENT : Role.SERVER;
        converse(Endpoint.deflating(role, terms, OPTIONS), Endpoint.deflating(other, terms, OPTIONS));
    }

    /** Sends whole messages and messages in parts, of every kind, in turn. */
    private static void converse(Endpoint from, Endpoint to) {
        List<String> expected = new ArrayList<>();
        int round = 0;
        for (int length : new int[] {0, 1, 255, 256, 513, 5000, 5000, 70_000}) {
            Compression compression = Compression.values()[round++ % 3];
            String text = prose(length);
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            byte[] noise = noise(length);
            from.protocol.sendText(text, compression);
            expected.add("text " + text);
            from.protocol.sendBinary(noise, 0, length, compression);
            expected.add("binary " + HexFormat.of().formatHex(noise));
            from.protocol.send(PreparedMessage.text(text));
            expected.add("text " + text);
            int third = utf8.length / 3;
            from.protocol.sendPart(MessageType.TEXT, compression, utf8, 0, third, false);
            from.protocol.sendPart(MessageType.TEXT, compression, utf8, third, 0, false);
            from.protocol.sendPart(MessageType.TEXT, compression, utf8, third, utf8.length - third, true);
            expected.add("text " + text);
            to.receives(from.sentBytes());
        }
        to.events.removeIf("drained"::equals);
        assertThat(to.events.equals(expected)).as("the same messages").isTrue();
        to.events.clear();
    }

    private static String prose(int length) {
        StringBuilder prose = new StringBuilder(length + 20);
        for (int i = 0; prose.length() < length; i++) {
            prose.append("Straße ").append(i * 31 % 97).append(" für €; ");
        }
        return prose.substring(0, length);
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);
        return noise;
    }
}
