package io.wsloop.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** What a message is made of. */
public enum Payload {
    /** Noise. */
    BINARY(2) {
        @Override
        void fill(byte[] message, int from, Random random) {
            byte[] noise = new byte[message.length - from];
            random.nextBytes(noise);
            System.arraycopy(noise, 0, message, from, noise.length);
        }
    },
    /** ASCII that looks like a feed of JSON records and deflates like one. */
    JSON(1) {
        @Override
        void fill(byte[] message, int from, Random random) {
            StringBuilder rows = new StringBuilder();
            while (rows.length() < message.length - from) {
                rows.append("{\"seat\":%d,\"name\":\"%04x\",\"bid\":%d.%02d,\"kind\":\"%s\",\"live\":true},"
                        .formatted(
                                random.nextInt(1_000_000),
                                random.nextInt(1 << 16),
                                random.nextInt(1000),
                                random.nextInt(100),
                                random.nextBoolean() ? "ask" : "bid"));
            }
            System.arraycopy(utf8(rows.toString()), 0, message, from, message.length - from);
        }
    },
    /** Text whose characters take one to four bytes each, in no order that a branch could learn. */
    MIXED(1) {
        @Override
        void fill(byte[] message, int from, Random random) {
            int at = from;
            while (at < message.length) {
                byte[] next = CHARACTERS[random.nextInt(CHARACTERS.length)];
                if (next.length > message.length - at) {
                    next = CHARACTERS[0];
                }
                System.arraycopy(next, 0, message, at, next.length);
                at += next.length;
            }
        }
    };

    private static final byte[][] CHARACTERS = {
        utf8("a"), utf8("t"), utf8(" "), utf8("ü"), utf8("щ"), utf8("語"), utf8("€"), utf8("🌍")
    };

    /** Hexadecimal digits of a message's number at its beginning: a lost or doubled message is a wrong byte. */
    private static final int NUMBER_DIGITS = 8;

    private final int opcode;

    Payload(int opcode) {
        this.opcode = opcode;
    }

    abstract void fill(byte[] message, int from, Random random);

    int opcode() {
        return opcode;
    }

    byte[] message(int number, int bytes, Random random) {
        byte[] message = new byte[bytes];
        int digits = Math.min(NUMBER_DIGITS, bytes);
        for (int i = 0; i < digits; i++) {
            // The digit that changes fastest comes first, so that short messages keep it.
            message[i] = (byte) Character.forDigit(number >>> (4 * i) & 15, 16);
        }
        fill(message, digits, random);
        return message;
    }

    private static byte[] utf8(String character) {
        return character.getBytes(StandardCharsets.UTF_8);
    }
}
