package io.wsloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Compression;
import io.wsloop.MessageType;
import io.wsloop.PreparedMessage;
import io.wsloop.Role;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.deflate.DeflateTerms;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The other role hears all messages in order, with and without a cork, on a socket of any pace. */
class ProtocolSendPropertyTest {
    private static final int[] LENGTHS = {0, 1, 30, 125, 126, 300, 4000, 9000, 66_000};

    @Property(tries = 120, edgeCases = EdgeCasesMode.NONE)
    void isHeardInOrder(
            @ForAll long seed,
            @ForAll Role role,
            @ForAll boolean deflate,
            @ForAll boolean takeover,
            @ForAll @IntRange(min = 14, max = 9000) int stagingBytes) {
        Random random = new Random(seed);
        DeflateTerms terms = new DeflateTerms(!takeover, !takeover, 15, 10);
        Role other = role == Role.SERVER ? Role.CLIENT : Role.SERVER;
        Endpoint from = deflate ? Endpoint.deflating(role, terms, DeflateOptions.defaults()) : Endpoint.of(role);
        Endpoint to = deflate ? Endpoint.deflating(other, terms, DeflateOptions.defaults()) : Endpoint.of(other);
        ByteBuffer staging = ByteBuffer.allocate(stagingBytes);
        List<String> expected = new ArrayList<>();
        for (int turn = 0; turn < 12; turn++) {
            from.socket.takes(random.nextInt(4) == 0 ? 0 : random.nextInt(80_000));
            boolean corked = random.nextBoolean();
            if (corked) {
                from.protocol.outbox().lend(staging, from.socket);
            }
            for (int i = random.nextInt(5); i > 0; i--) {
                send(from.protocol, expected, random);
            }
            if (corked) {
                from.socket.uncork(from.protocol.outbox());
            }
            from.flush();
            hear(to, from.socket.fresh(), random);
        }
        hear(to, from.sentBytes(), random);
        assertThat(to.events.equals(expected)).as("the same messages").isTrue();
        assertThat(from.protocol.outbox().pending()).isZero();
    }

    /** Delivers the bytes in two pieces. */
    private static void hear(Endpoint to, byte[] bytes, Random random) {
        int cut = random.nextInt(bytes.length + 1);
        ByteBuffer whole = ByteBuffer.wrap(bytes);
        byte[] first = new byte[cut];
        byte[] second = new byte[bytes.length - cut];
        whole.get(first).get(second);
        to.receives(first);
        to.receives(second);
    }

    private static void send(Protocol protocol, List<String> expected, Random random) {
        int length = LENGTHS[random.nextInt(LENGTHS.length)];
        Compression compression = Compression.values()[random.nextInt(3)];
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        String text = "é".repeat(length / 2) + length;
        switch (random.nextInt(6)) {
            case 0 -> {
                protocol.sendText(text, compression);
                expected.add("text " + text);
            }
            case 1 -> {
                protocol.sendBinary(ByteBuffer.wrap(noise), compression);
                expected.add("binary " + HexFormat.of().formatHex(noise));
            }
            case 2 -> {
                protocol.send(PreparedMessage.text(text));
                expected.add("text " + text);
            }
            case 3 -> {
                protocol.send(PreparedMessage.binary(noise));
                expected.add("binary " + HexFormat.of().formatHex(noise));
            }
            case 4 -> {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                int cut = random.nextInt(utf8.length);
                protocol.sendPart(MessageType.TEXT, compression, utf8, 0, cut, false);
                protocol.sendPing(new byte[0]);
                expected.add("ping ");
                protocol.sendPart(MessageType.TEXT, compression, utf8, cut, utf8.length - cut, true);
                expected.add("text " + text);
            }
            default -> {
                byte[] pong = new byte[random.nextInt(126)];
                protocol.sendPong(pong);
                expected.add("pong " + HexFormat.of().formatHex(pong));
            }
        }
    }
}
