package io.wsloop.deflate;

import static io.wsloop.deflate.Deflating.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.Role;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A message is accepted exactly when its sender's bytes end with a block (RFC 7692 §7.2.1, §7.2.3.4). The bytes that a
 * receiver appends complete no cut message: its output is only the beginning of the whole.
 */
class CutMessageTest {
    private static final byte[] HELLO = hex("f2 48 cd c9 c9 07 00");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4b 4c 3d 4e 1c 7c b2 64", // a final block with fixed codes, completed by 03 00 with a byte of its own
                "01 05", // a final stored block, within its length
                "00 ff", // 00 FF FF complement it to 255 bytes
                "00 ff ff", // and here to 65,535
                "00 ff ff 00",
                "00 01 00 fe ff", // all but the data: the tail has a byte to spare
                "00 05 00 fa ff 48 65 6c 6c", // all but the last byte
                "00 02 00 fd ff 48",
                "01 06 00 f9 ff", // the tail's six bytes would be the data
                "01 04 00 fb ff", // its first four would
                "03", // within the end of an empty block
                "02",
                "4b", // within a literal
                "f2 48 cd c9 c9 07", // all but the header of the stored block
                "f3 48 cd c9 c9 07", // within the end of a final block
                "00 05 00 fa ff 48 65 6c 6c 6f", // a stored block with nothing behind it
                "00 00 00 ff ff", // the four bytes that are to be left out
                "05", // a dynamic block's header
                "04",
            })
    void aMessageThatEndsWithinABlockIsBrokenWhateverTheTailWouldMakeOfIt(String wire) throws DeflateException {
        byte[] message = hex(wire);
        for (boolean takeover : new boolean[] {true, false}) {
            for (int step : new int[] {1, 3, 4096}) {
                try (DeflateSharing sharing = new DeflateSharing()) {
                    try (MessageInflater broken = inflater(takeover, sharing)) {
                        Outcome outcome = Outcome.of(broken, List.of(message), step);
                        assertThat(outcome.accepted).as(wire).isFalse();
                        assertThat(outcome.came).as(wire).isEqualTo(before(message));
                    }
                    try (MessageInflater sound = inflater(takeover, sharing)) {
                        assertThat(Deflating.inflate(sound, HELLO)).asString().isEqualTo("Hello");
                    }
                }
            }
        }
    }

    @Test
    void aCutMessageIsToldFromABrokenOne() {
        try (DeflateSharing sharing = new DeflateSharing();
                MessageInflater inflater = inflater(true, sharing)) {
            assertThatThrownBy(() -> Deflating.inflate(inflater, hex("4b 4c 3d 4e 1c 7c b2 64")))
                    .isInstanceOf(DeflateException.class)
                    .hasMessageContaining("ends within one");
        }
    }

    /**
     * The sixteen zeros are sixteen codes of length 4. Then 16 ones are 20 absent distances and the end of the block.
     */
    @Test
    void aHeaderThatTheFourBytesWouldCompleteIsBroken() throws DeflateException, DataFormatException {
        // Final, dynamic: 257 literal codes, 20 distances, 13 lengths of code length codes: 17 has one bit, 4 has one.
        BitWriter header =
                new BitWriter().bits(1, 1).bits(2, 2).bits(0, 5).bits(19, 5).bits(9, 4);
        for (int length : new int[] {0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0}) {
            header.bits(length, 3);
        }
        // 241 literals do not occur: 22 times 10, and 21.
        for (int i = 0; i < 22; i++) {
            header.code(1, 1).bits(10 - 3, 3);
        }
        for (int zeros : new int[] {6, 5, 5, 5}) {
            header.code(1, 1).bits(zeros - 3, 3);
        }
        byte[] message = header.bytes();
        assertThat(byZlib(message)).isEmpty();
        try (DeflateSharing sharing = new DeflateSharing();
                MessageInflater inflater = inflater(false, sharing)) {
            Outcome outcome = Outcome.of(inflater, List.of(message), 100);
            assertThat(outcome.accepted).isFalse();
            assertThat(outcome.came).isEmpty();
        }
    }

    @Test
    void ofAllMessagesOfOneAndTwoBytesThoseAreTakenThatEndWithABlock() throws DeflateException {
        try (DeflateSharing sharing = new DeflateSharing()) {
            for (int value = 0; value < 1 << 16; value++) {
                byte[] message = {(byte) value, (byte) (value >> 8)};
                judge(message, sharing);
                if (value < 256) {
                    judge(new byte[] {(byte) value}, sharing);
                }
            }
        }
    }

    @Property(tries = 300)
    void everyCutOfBlocksOfAllKindsIsTakenAtTheEndOfABlockOnly(
            @ForAll boolean takeover, @ForAll @IntRange(min = 1, max = 6) int blocks, @ForAll long seed)
            throws DeflateException {
        Random random = new Random(seed);
        BitWriter writer = new BitWriter();
        for (int i = 0; i < blocks; i++) {
            block(writer, random);
        }
        byte[] flushed = writer.stored(false, new byte[0]).bytes();
        everyCut(Arrays.copyOf(flushed, flushed.length - 4), takeover, random);
    }

    @Property(tries = 150)
    void everyCutOfWhatZlibSendsIsTakenAtTheEndOfABlockOnly(
            @ForAll boolean takeover,
            @ForAll Samples sample,
            @ForAll @IntRange(min = 0, max = 9) int level,
            @ForAll long seed)
            throws DeflateException {
        Random random = new Random(seed);
        everyCut(Sent.any(sample, level, random), takeover, random);
    }

    /**
     * java.util.zip decides what is right: it gets the sender's bytes and the four that a receiver appends
     * (RFC 7692 §7.2.2).
     */
    @ParameterizedTest
    @EnumSource
    void whatZlibSendsIsTakenHoweverItFlushes(Sent sent) throws DeflateException, DataFormatException {
        Random random = new Random(7);
        for (Samples sample : Samples.values()) {
            for (int level = 0; level <= 9; level++) {
                for (boolean takeover : new boolean[] {true, false}) {
                    try (DeflateSharing sharing = new DeflateSharing();
                            MessageInflater inflater = inflater(takeover, sharing)) {
                        for (int i = 0; i < 12; i++) {
                            byte[] plain = sample.of(random.nextInt(1 << random.nextInt(15)), random);
                            byte[] message = sent.message(plain, level);
                            assertThat(byZlib(message)).isEqualTo(plain);
                            int step = 1 + random.nextInt(5000);
                            assertThat(Deflating.inflate(inflater, pieces(message, random), step))
                                    .isEqualTo(plain);
                        }
                    }
                }
            }
        }
    }

    /** Random bytes, which no sender means: they are accepted exactly when they end with a block and can be decoded. */
    @Property(tries = 3000)
    void anyBytesAreTakenExactlyWhenTheyEndWithABlock(@ForAll Samples sample, @ForAll long seed)
            throws DeflateException {
        Random random = new Random(seed);
        byte[] message = Sent.any(sample, random.nextInt(10), random);
        for (int i = random.nextInt(3); i >= 0 && message.length > 0; i--) {
            message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
        }
        try (DeflateSharing sharing = new DeflateSharing()) {
            judge(Arrays.copyOf(message, random.nextInt(message.length + 1)), sharing);
        }
    }

    private static void everyCut(byte[] whole, boolean takeover, Random random) throws DeflateException {
        WindowedInflate witness = new WindowedInflate(15);
        byte[] plain = witness.message(whole);
        Map<Integer, Integer> ends = witness.ends();
        assertThat(ends).containsEntry(whole.length, plain.length);
        try (DeflateSharing sharing = new DeflateSharing()) {
            for (int cut = 0; cut <= whole.length; cut++) {
                byte[] message = Arrays.copyOf(whole, cut);
                try (MessageInflater inflater = inflater(takeover, sharing)) {
                    Outcome outcome = Outcome.of(inflater, pieces(message, random), 1 + random.nextInt(300));
                    String about = "cut at " + cut + " of " + HexFormat.of().formatHex(whole);
                    assertThat(outcome.accepted).as(about).isEqualTo(ends.containsKey(cut));
                    assertThat(outcome.came).as(about).isEqualTo(Arrays.copyOf(plain, outcome.came.length));
                    if (outcome.accepted) {
                        assertThat(outcome.came).as(about).hasSize(ends.get(cut));
                    }
                }
            }
            try (MessageInflater next = inflater(takeover, sharing)) {
                assertThat(Deflating.inflate(next, HELLO)).asString().isEqualTo("Hello");
            }
        }
    }

    /** Compares with the witness. The witness also accepts incomplete codes that zlib refuses. */
    private static void judge(byte[] message, DeflateSharing sharing) throws DeflateException {
        WindowedInflate witness = new WindowedInflate(15);
        boolean ends;
        byte[] plain;
        try {
            plain = witness.message(message);
            ends = witness.ends().containsKey(message.length);
        } catch (AssertionError | IndexOutOfBoundsException e) {
            plain = new byte[0];
            ends = message.length == 0;
        }
        try (MessageInflater inflater = inflater(false, sharing)) {
            Outcome outcome = Outcome.of(inflater, List.of(message), 1000);
            String about = HexFormat.of().formatHex(message);
            if (outcome.accepted) {
                assertThat(ends).as(about).isTrue();
                assertThat(outcome.came).as(about).isEqualTo(plain);
            } else if (ends) {
                assertThatThrownBy(() -> byZlib(message)).as(about).isInstanceOf(DataFormatException.class);
            }
        }
    }

    private static void block(BitWriter writer, Random random) {
        boolean last = random.nextInt(4) == 0;
        byte[] bytes = new byte[random.nextInt(12)];
        random.nextBytes(bytes);
        switch (random.nextInt(4)) {
            case 0 -> {
                writer.stored(last, bytes);
                if (last) {
                    writer.align();
                }
            }
            case 1 -> writer.dynamic(last, random.nextInt(20), random);
            default -> writer.fixed(last, bytes, random);
        }
    }

    /** The output before the end was in question. */
    private static byte[] before(byte[] message) {
        Inflater zip = new Inflater(true);
        try {
            byte[] out = new byte[1000];
            zip.setInput(message);
            return Arrays.copyOf(out, zip.inflate(out));
        } catch (DataFormatException e) {
            throw new AssertionError(e);
        } finally {
            zip.end();
        }
    }

    private static byte[] byZlib(byte[] message) throws DataFormatException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] rest = Arrays.copyOf(message, message.length + 4);
        rest[message.length + 2] = (byte) 0xFF;
        rest[message.length + 3] = (byte) 0xFF;
        byte[] out = new byte[1 << 16];
        Inflater zip = new Inflater(true);
        try {
            zip.setInput(rest);
            while (true) {
                int n = zip.inflate(out);
                all.write(out, 0, n);
                if (zip.finished() && zip.getRemaining() > 0 && zip.getRemaining() != 4) {
                    rest = Arrays.copyOfRange(rest, rest.length - zip.getRemaining(), rest.length);
                    zip.reset();
                    byte[] dictionary = all.toByteArray();
                    zip.setDictionary(
                            dictionary,
                            Math.max(0, dictionary.length - (1 << 15)),
                            Math.min(dictionary.length, 1 << 15));
                    zip.setInput(rest);
                } else if (n == 0) {
                    return all.toByteArray();
                }
            }
        } finally {
            zip.end();
        }
    }

    private static List<byte[]> pieces(byte[] message, Random random) {
        int one = random.nextInt(message.length + 1);
        int two = one + random.nextInt(message.length - one + 1);
        return List.of(
                Arrays.copyOf(message, one),
                Arrays.copyOfRange(message, one, two),
                Arrays.copyOfRange(message, two, message.length));
    }

    private static MessageInflater inflater(boolean takeover, DeflateSharing sharing) {
        return MessageInflater.of(Role.CLIENT, new DeflateTerms(!takeover, true, 15, 15), sharing);
    }

    /** The ways in which a sender may end a message. */
    enum Sent {
        SYNC_FLUSH {
            @Override
            byte[] message(byte[] plain, int level) {
                return flushed(plain, level, Deflater.SYNC_FLUSH);
            }
        },
        FULL_FLUSH {
            @Override
            byte[] message(byte[] plain, int level) {
                return flushed(plain, level, Deflater.FULL_FLUSH);
            }
        },
        /** A final block and the byte 00 that a sender appends to it (RFC 7692 §7.2.3.4). */
        FINISH_AND_ZERO {
            @Override
            byte[] message(byte[] plain, int level) {
                byte[] finished = finished(plain, level);
                return Arrays.copyOf(finished, finished.length + 1);
            }
        },
        FINISH {
            @Override
            byte[] message(byte[] plain, int level) {
                return finished(plain, level);
            }
        },
        /**
         * Go's compress/flate writes a final stored block behind its flush. A sender that removes the tail leaves this
         * block's header.
         */
        FLUSH_AND_FINAL_HEADER {
            @Override
            byte[] message(byte[] plain, int level) {
                byte[] flushed = flushed(plain, level, Deflater.SYNC_FLUSH);
                byte[] message = Arrays.copyOf(flushed, flushed.length + 5);
                message[flushed.length + 2] = (byte) 0xFF;
                message[flushed.length + 3] = (byte) 0xFF;
                message[flushed.length + 4] = 1;
                return message;
            }
        };

        abstract byte[] message(byte[] plain, int level);

        static byte[] any(Samples sample, int level, Random random) {
            byte[] plain = sample.of(random.nextInt(1 << random.nextInt(10)), random);
            return values()[random.nextInt(values().length)].message(plain, level);
        }

        private static byte[] flushed(byte[] plain, int level, int flush) {
            Deflater deflater = new Deflater(level, true);
            byte[] out = new byte[plain.length * 2 + 1000];
            deflater.setInput(plain);
            int n = deflater.deflate(out, 0, out.length, flush);
            deflater.end();
            // zlib flushes nothing when it got nothing.
            return n == 0 ? new byte[1] : Arrays.copyOf(out, n - 4);
        }

        private static byte[] finished(byte[] plain, int level) {
            Deflater deflater = new Deflater(level, true);
            byte[] out = new byte[plain.length * 2 + 1000];
            deflater.setInput(plain);
            deflater.finish();
            int n = deflater.deflate(out);
            deflater.end();
            return Arrays.copyOf(out, n);
        }
    }

    /** The output of a message, and whether the message was accepted as whole. */
    private record Outcome(byte[] came, boolean accepted) {
        static Outcome of(MessageInflater inflater, List<byte[]> pieces, int step) {
            ByteArrayOutputStream came = new ByteArrayOutputStream();
            try {
                Deflating.inflate(inflater, pieces, step, came);
                return new Outcome(came.toByteArray(), true);
            } catch (DeflateException e) {
                return new Outcome(came.toByteArray(), false);
            }
        }
    }
}
