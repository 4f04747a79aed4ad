package io.wsloop.deflate;

import java.io.ByteArrayOutputStream;
import java.util.Random;

/**
 * Writes deflate blocks that no compressor writes: any kind behind any other, and final ones in the middle (RFC 1951).
 */
final class BitWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int held;
    private int count;

    /** Writes the least significant bit first. */
    BitWriter bits(int value, int width) {
        for (int i = 0; i < width; i++) {
            held |= (value >> i & 1) << count;
            if (++count == 8) {
                align();
            }
        }
        return this;
    }

    /** Writes a Huffman code: the most significant bit first. */
    BitWriter code(int value, int width) {
        for (int i = width - 1; i >= 0; i--) {
            bits(value >> i & 1, 1);
        }
        return this;
    }

    BitWriter align() {
        if (count > 0) {
            out.write(held);
            held = 0;
            count = 0;
        }
        return this;
    }

    BitWriter stored(boolean last, byte[] bytes) {
        bits(last ? 1 : 0, 3).align().bits(bytes.length, 16).bits(~bytes.length, 16);
        for (byte b : bytes) {
            bits(b, 8);
        }
        return this;
    }

    /** Writes literals, and sometimes a repetition of the last byte. */
    BitWriter fixed(boolean last, byte[] bytes, Random random) {
        bits(last ? 1 : 0, 1).bits(1, 2);
        for (int i = 0; i < bytes.length; i++) {
            int b = bytes[i] & 0xFF;
            if (b < 144) {
                code(0x30 + b, 8);
            } else {
                code(0x190 + b - 144, 9);
            }
            if (random.nextInt(4) == 0) {
                // Length 3 or 4, distance 1.
                code(1 + random.nextInt(2), 7).code(0, 5);
            }
        }
        return endOfFixed(last);
    }

    BitWriter endOfFixed(boolean last) {
        code(0, 7);
        return last ? align() : this;
    }

    /**
     * Writes a dynamic block of the literals 'a' and 'b'. Their codes have the lengths 1 and 3, and the end of the
     * block has the third code of length 3 or a shorter one. The header gives 258 lengths by repeating zeros.
     */
    BitWriter dynamic(boolean last, int literals, Random random) {
        bits(last ? 1 : 0, 1).bits(2, 2);
        // 257 literal codes, 1 distance code, 18 lengths of code length codes.
        bits(0, 5).bits(0, 5).bits(14, 4);
        // Order 16 17 18 0 8 7 9 6 10 5 11 4 12 3 13 2 14 1: 18 has one bit; 1 and 2 have two.
        int[] lengths = {0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 2};
        for (int length : lengths) {
            bits(length, 3);
        }
        // Codes: 18 = 0, 1 = 10, 2 = 11. 97 zeros, a: 1, b: 2, 157 zeros, end: 2, one distance of 1.
        code(0, 1).bits(97 - 11, 7);
        code(2, 2).code(3, 2);
        code(0, 1).bits(138 - 11, 7).code(0, 1).bits(157 - 138 - 11, 7);
        code(3, 2).code(2, 2);
        for (int i = 0; i < literals; i++) {
            if (random.nextBoolean()) {
                code(0, 1);
            } else {
                code(2, 2);
            }
        }
        code(3, 2);
        return last ? align() : this;
    }

    byte[] bytes() {
        return align().out.toByteArray();
    }
}
