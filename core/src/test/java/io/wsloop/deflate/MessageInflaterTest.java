package io.wsloop.deflate;

import static io.wsloop.deflate.Deflating.hex;
import static io.wsloop.deflate.Deflating.inflate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.Allocation;
import io.wsloop.Role;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Decompression (RFC 7692 §7.2.2). Against compression bombs: the inflater never makes more bytes than the caller has
 * room for.
 */
class MessageInflaterTest {
    private final Deflating.Counting zlib = new Deflating.Counting();
    private final DeflateSharing sharing = new DeflateSharing(zlib);

    @AfterEach
    void everythingMadeIsEndedOnce() {
        sharing.close();
        assertThat(zlib.ended).isEqualTo(zlib.made);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f2 48 cd c9 c9 07 00", // RFC 7692 §7.2.3.1: one block
                "00 05 00 fa ff 48 65 6c 6c 6f 00", // RFC 7692 §7.2.3.3: a stored block
                "f3 48 cd c9 c9 07 00 00", // RFC 7692 §7.2.3.4: a final block, and the byte 00
                "f3 48 cd c9 c9 07 00", // the same without the byte 00
                "f2 48 05 00 00 00 ff ff ca c9 c9 07 00", // RFC 7692 §7.2.3.5: two blocks
                "01 02 00 fd ff 48 65 ca c9 c9 07 00", // a final block, then data
                "00 05 00 fa ff 48 65 6c 6c 6f 01", // a final block that the tail completes
            })
    void everyFormOfHelloIsHelloWithAndWithoutTakeoverHoweverCut(String wire) throws DeflateException {
        byte[] message = hex(wire);
        for (boolean takeover : new boolean[] {true, false}) {
            try (MessageInflater inflater = inflater(takeover, 15)) {
                for (int cut = 0; cut <= message.length; cut++) {
                    for (int step : new int[] {1, 2, 5, 6}) {
                        List<byte[]> pieces =
                                List.of(Arrays.copyOf(message, cut), Arrays.copyOfRange(message, cut, message.length));
                        assertThat(inflate(inflater, pieces, step)).asString().isEqualTo("Hello");
                    }
                }
            }
        }
    }

    @Test
    void theContextIsTakenOverAlsoPastAFinalBlock() throws DeflateException {
        for (String first : List.of("f248cdc9c90700", "f348cdc9c9070000")) {
            try (MessageInflater inflater = inflater(true, 15)) {
                assertThat(inflate(inflater, hex(first))).asString().isEqualTo("Hello");
                assertThat(inflate(inflater, hex("f200110000"))).asString().isEqualTo("Hello");
            }
        }
    }

    @Test
    void withoutTakeoverAMessageCannotReferToTheOneBefore() throws DeflateException {
        try (MessageInflater inflater = inflater(false, 15)) {
            inflate(inflater, hex("f248cdc9c90700"));
            assertThatThrownBy(() -> inflate(inflater, hex("f200110000"))).isInstanceOf(DeflateException.class);
        }
    }

    @Test
    void ofTheMessagesBeforeOnlyTheAgreedWindowIsKept() throws DeflateException {
        byte[] noise = Samples.RANDOM.of(300, new Random(3));
        for (int length : new int[] {256, 300}) {
            Deflater full = new Deflater(9, true);
            byte[] first = message(full, noise, length);
            byte[] again = message(full, noise, length);
            full.end();
            assertThat(again).hasSizeLessThan(20);
            try (MessageInflater inflater = inflater(true, 8)) {
                inflate(inflater, first);
                if (length == 256) {
                    assertThat(inflate(inflater, again)).isEqualTo(Arrays.copyOf(noise, length));
                } else {
                    assertThatThrownBy(() -> inflate(inflater, again)).isInstanceOf(DeflateException.class);
                }
            }
        }
    }

    @Test
    void anEmptyMessageMayBeAZeroByteOrNothing() throws DeflateException {
        try (MessageInflater inflater = inflater(true, 15)) {
            assertThat(inflate(inflater, hex("00"))).isEmpty();
            assertThat(inflate(inflater, hex(""))).isEmpty();
            assertThat(inflate(inflater, hex("f248cdc9c90700"))).asString().isEqualTo("Hello");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "06", // block type 3
                "00 05 00 00 00 48", // lengths that do not complement each other
                "f2 00 11 00 00", // refers to before the begin
                "78 9c f2 48 cd c9 c9 07 00", // a zlib header
                "00 05 00 fa ff 48 65", // a stored block cut short
                "f2 48 cd", // fixed codes cut short
                "f3 48 cd", // the same in a final block
                "01 00 00 ff", // the length of a final block cut short
            })
    void aBrokenStreamFailsAndTheNextConnectionIsNotTouched(String wire) throws DeflateException {
        for (boolean takeover : new boolean[] {true, false}) {
            try (MessageInflater broken = inflater(takeover, 15)) {
                assertThatThrownBy(() -> inflate(broken, hex(wire)))
                        .isInstanceOf(DeflateException.class)
                        .hasMessageContaining("expected");
            }
            try (MessageInflater sound = inflater(takeover, 15)) {
                assertThat(inflate(sound, hex("f248cdc9c90700"))).asString().isEqualTo("Hello");
            }
        }
        assertThat(zlib.made).isOne();
    }

    @Test
    void aBombNeverYieldsMoreThanAskedForAndMemoryStaysFlat() throws DeflateException {
        int size = 64 << 20;
        byte[] bomb = zeros(size);
        assertThat(size / bomb.length).isGreaterThan(1000);
        byte[] out = new byte[4096];
        try (MessageInflater inflater = inflater(false, 15)) {
            inflater.feed(bomb, 0, bomb.length);
            // One round first, so that everything that is made lazily exists.
            for (int i = 0; i < 32; i++) {
                assertThat(inflater.inflate(out, 0, out.length)).isEqualTo(out.length);
            }
            long before = Allocation.ofThisThread();
            long total = 32L * out.length;
            for (int n = inflater.inflate(out, 0, 4095); n > 0; n = inflater.inflate(out, 0, 4095)) {
                total += n;
                if (n > 4095) {
                    throw new AssertionError("asked for 4095 bytes, got " + n);
                }
            }
            inflater.feedTail();
            for (int n = inflater.inflate(out, 0, 4095); n > 0; n = inflater.inflate(out, 0, 4095)) {
                total += n;
            }
            assertThat(Allocation.ofThisThread() - before).isLessThan(64 * 1024);
            assertThat(total).isEqualTo(size);
            assertThat(out[4095]).isZero();
        }
    }

    @Test
    void aFloodOfFinalBlocksFails() throws DeflateException {
        ByteArrayOutputStream flood = new ByteArrayOutputStream();
        for (int i = 0; i < 1024; i++) {
            flood.writeBytes(hex("0300"));
        }
        try (MessageInflater inflater = inflater(true, 15)) {
            assertThat(inflate(inflater, flood.toByteArray())).isEmpty();
            for (int i = 0; i < 100; i++) {
                flood.writeBytes(hex("0300"));
            }
            assertThatThrownBy(() -> inflate(inflater, flood.toByteArray()))
                    .isInstanceOf(DeflateException.class)
                    .hasMessageContaining("final blocks");
        }
    }

    @Test
    void messagesOfSeveralConnectionsMayInterleave() throws DeflateException {
        List<MessageInflater> inflaters = new ArrayList<>();
        byte[] out = new byte[16];
        for (int i = 0; i < 4; i++) {
            MessageInflater inflater = inflater(i % 2 == 0, 15);
            inflaters.add(inflater);
            inflater.feed(hex("f248cd"), 0, 3);
            assertThat(inflater.inflate(out, 0, 16)).isLessThan(5);
        }
        assertThat(zlib.made).isEqualTo(4);
        inflaters.remove(3).close();
        for (MessageInflater inflater : inflaters) {
            inflater.feed(hex("c9c90700"), 0, 4);
            inflater.feedTail();
            assertThat(inflater.inflate(out, 0, 16)).isPositive();
            assertThat(inflater.inflate(out, 0, 16)).isZero();
            inflater.endMessage();
            inflater.close();
            inflater.close();
        }
        // One stays idle.
        assertThat(zlib.ended).isEqualTo(3);
    }

    @Test
    void wrongUseIsToldApart() throws DeflateException {
        MessageInflater inflater = inflater(true, 15);
        assertThat(inflater.inflate(new byte[1], 0, 1)).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> inflater.inflate(new byte[1], 0, 0));
        inflater.close();
        assertThatIllegalStateException().isThrownBy(() -> inflater.feed(new byte[1], 0, 1));
    }

    private MessageInflater inflater(boolean takeover, int windowBits) {
        return MessageInflater.of(Role.CLIENT, new DeflateTerms(!takeover, true, windowBits, 15), sharing);
    }

    private static byte[] message(Deflater deflater, byte[] bytes, int length) {
        byte[] out = new byte[length + 100];
        deflater.setInput(bytes, 0, length);
        int n = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        return Arrays.copyOf(out, n - 4);
    }

    private static byte[] zeros(int size) {
        Deflater deflater = new Deflater(9, true);
        byte[] out = new byte[size / 900];
        deflater.setInput(new byte[size]);
        int n = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, n - 4);
    }
}
