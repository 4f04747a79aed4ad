package io.wsloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Compression;
import io.wsloop.Limits;
import io.wsloop.Role;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.deflate.DeflateTerms;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that the sink gets in parts, as the bytes arrive. */
class ProtocolPartsTest {
    private static final DeflateTerms TERMS = new DeflateTerms(false, false, 15, 15);

    @Test
    void aWholeFrameIsOneLastPiece() {
        Endpoint server = Endpoint.inParts(Role.SERVER, null, Limits.defaults());
        server.receives(Wire.hex("81 81 00000000 61 82 82 00000000 0102 81 80 00000000"));
        assertThat(server.events).containsExactly("text part a last", "binary part 0102 last", "text part  last");
    }

    @Test
    void aPieceComesWithTheBytesAndNoCharacterIsTorn() {
        Endpoint server = Endpoint.inParts(Role.SERVER, null, Limits.defaults());
        server.receives(Wire.hex("01 85 00000000 61 e2"));
        server.receives(Wire.hex("82"));
        server.receives(Wire.hex("ac f0 80 83 00000000 9f98"));
        server.receives(Wire.hex("80"));
        assertThat(server.events).containsExactly("text part a", "text part €", "text part 😀 last");
    }

    /** A part that was delivered cannot be called the last one later. */
    @Test
    void theLastPieceMayBeEmpty() {
        Endpoint server = Endpoint.inParts(Role.SERVER, TERMS, Limits.defaults());
        server.receives(Wire.hex("02 81 00000000 01 00 80 00000000 80 80 00000000"));
        assertThat(server.events).containsExactly("binary part 01", "binary part  last");
        server.events.clear();
        server.receives(Wire.hex("41 87 00000000 f248cdc9c90700 80 80 00000000"));
        assertThat(server.events).containsExactly("text part Hello", "text part  last");
    }

    @Test
    void aTextThatEndsWithinACharacterFails() {
        Endpoint server = Endpoint.inParts(Role.SERVER, null, Limits.defaults());
        server.receives(Wire.hex("01 82 00000000 61 e2 80 80 00000000"));
        assertThat(server.events).containsExactly("text part a");
        assertThat(server.end().error()).hasMessageStartingWith("TEXT_NOT_UTF8");
    }

    @Test
    void theLimitHoldsForTheWholeMessage() {
        Endpoint server = Endpoint.inParts(Role.SERVER, null, Limits.defaults().withMaxMessageBytes(3));
        server.receives(Wire.hex("02 82 00000000 0102 00 81 00000000 03"));
        assertThat(server.events).containsExactly("binary part 0102", "binary part 03");
        server.receives(Wire.hex("80 81 00000000 04"));
        assertThat(server.end().error()).hasMessageStartingWith("MESSAGE_TOO_BIG");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 13, 999, 70_000})
    void piecesMakeUpTheMessageWhateverIsReadAtATime(int read) {
        Random random = new Random(read);
        for (boolean compressed : new boolean[] {false, true}) {
            Endpoint client = Endpoint.deflating(Role.CLIENT, TERMS, DeflateOptions.defaults());
            Endpoint server = Endpoint.inParts(Role.SERVER, compressed ? TERMS : null, Limits.defaults());
            String text = "Grüße, 😀 und € ".repeat(2000);
            byte[] binary = new byte[5000];
            random.nextBytes(binary);
            Compression choice = compressed ? Compression.ON : Compression.OFF;
            client.protocol.sendText(text, choice);
            client.protocol.sendBinary(binary, 0, binary.length, choice);
            byte[] wire = client.sentBytes();
            for (int at = 0; at < wire.length; at += read) {
                server.receives(Arrays.copyOfRange(wire, at, Math.min(wire.length, at + read)));
            }
            StringBuilder texts = new StringBuilder();
            StringBuilder hex = new StringBuilder();
            int lasts = 0;
            for (String event : server.events) {
                boolean last = event.endsWith(" last");
                lasts += last ? 1 : 0;
                String piece = last ? event.substring(0, event.length() - 5) : event;
                if (piece.startsWith("text part ")) {
                    texts.append(piece.substring(10));
                } else {
                    hex.append(piece.substring(12));
                }
            }
            assertThat(texts).hasToString(text);
            assertThat(hex).hasToString(HexFormat.of().formatHex(binary));
            assertThat(lasts).isEqualTo(2);
        }
    }

    /** One read inflates to a thousand times as much. Each part stays below 2 MiB. */
    @Test
    void aCompressedMessageIsInflatedALittleAtATime() {
        Endpoint client = Endpoint.deflating(Role.CLIENT, TERMS, DeflateOptions.defaults());
        Endpoint server = Endpoint.inParts(Role.SERVER, TERMS, Limits.defaults().withMaxMessageBytes(64 << 20));
        client.protocol.sendBinary(new byte[16 << 20], 0, 16 << 20, Compression.ON);
        byte[] wire = client.sentBytes();
        assertThat(wire.length).isLessThan(100_000);
        server.receives(wire);
        assertThat(server.events)
                .hasSizeGreaterThan(8)
                .allSatisfy(piece -> assertThat(piece.length()).isLessThan(4 << 20));
        assertThat(server.events.stream().mapToLong(ProtocolPartsTest::bytes).sum())
                .isEqualTo(16 << 20);
    }

    private static long bytes(String event) {
        return (event.replace(" last", "").length() - "binary part ".length()) / 2;
    }

    @Test
    void wordsOfTextAreCountedInBytesNotCharacters() {
        String euro = "€€€";
        int bytes = euro.getBytes(StandardCharsets.UTF_8).length;
        Endpoint server = Endpoint.inParts(Role.SERVER, null, Limits.defaults().withMaxMessageBytes(bytes));
        server.receives(Wire.frame(Role.SERVER, 0x81, euro.getBytes(StandardCharsets.UTF_8)));
        assertThat(server.events).containsExactly("text part €€€ last");
    }
}
