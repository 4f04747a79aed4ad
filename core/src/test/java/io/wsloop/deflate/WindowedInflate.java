package io.wsloop.deflate;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A receiver with a window of exactly 2<sup>w</sup> bytes, which {@code java.util.zip} cannot have. It follows RFC 1951
 * bit by bit, slow and plain. A back-reference beyond the window, across messages too, is an error.
 */
final class WindowedInflate {
    private static final int[] LENGTH_BASE = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258
    };
    private static final int[] LENGTH_EXTRA = {
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
    };
    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private final int window;
    private byte[] history = new byte[1 << 16];
    private int end;
    private int contextBegin;
    private int longest;

    private byte[] in = {};
    private int bit;
    private NavigableMap<Integer, Integer> ends = new TreeMap<>();

    WindowedInflate(int windowBits) {
        window = 1 << windowBits;
    }

    /** Begins with an empty window, as without context takeover. */
    void forget() {
        contextBegin = end;
    }

    /** The longest distance so far. */
    int longestDistance() {
        return longest;
    }

    /**
     * The lengths after which the last message may end, each with the number of output bytes before it. A sender is
     * then at the end of a block: behind a stored block's header, whose other four bytes are removed (RFC 7692 §7.2.1),
     * or behind a final block (§7.2.3.4).
     */
    NavigableMap<Integer, Integer> ends() {
        return ends;
    }

    /** Inflates one message without its tail. */
    byte[] message(byte[] compressed) {
        in = Arrays.copyOf(compressed, compressed.length + 4);
        in[compressed.length + 2] = (byte) 0xFF;
        in[compressed.length + 3] = (byte) 0xFF;
        bit = 0;
        int begin = end;
        // No bytes at all count as an empty message.
        ends = new TreeMap<>();
        ends.put(0, 0);
        while (bit < in.length * 8) {
            int last = bits(1);
            switch (bits(2)) {
                case 0 -> {
                    align();
                    ends.put(bit / 8, end - begin);
                    stored();
                }
                case 1 -> codes(new Code(fixedLengths()), new Code(filled(30, 5)));
                case 2 -> dynamic();
                default -> throw new AssertionError("block type 3");
            }
            if (last == 1) {
                align();
                ends.put(bit / 8, end - begin);
                if (bit / 8 == compressed.length) {
                    // The tail would begin another stream.
                    break;
                }
            }
        }
        return Arrays.copyOfRange(history, begin, end);
    }

    private void stored() {
        int length = bits(16);
        if (bits(16) != (~length & 0xFFFF)) {
            throw new AssertionError("stored block's length and complement differ");
        }
        for (int i = 0; i < length; i++) {
            put(bits(8));
        }
    }

    private void dynamic() {
        int literals = bits(5) + 257;
        int distances = bits(5) + 1;
        int meta = bits(4) + 4;
        int[] metaLengths = new int[19];
        for (int i = 0; i < meta; i++) {
            metaLengths[ORDER[i]] = bits(3);
        }
        Code code = new Code(metaLengths);
        int[] lengths = new int[literals + distances];
        int i = 0;
        while (i < lengths.length) {
            int symbol = code.read();
            if (symbol < 16) {
                lengths[i++] = symbol;
            } else {
                int value = symbol == 16 ? lengths[i - 1] : 0;
                int times = symbol == 16 ? 3 + bits(2) : symbol == 17 ? 3 + bits(3) : 11 + bits(7);
                Arrays.fill(lengths, i, i + times, value);
                i += times;
            }
        }
        codes(
                new Code(Arrays.copyOf(lengths, literals)),
                new Code(Arrays.copyOfRange(lengths, literals, lengths.length)));
    }

    private void codes(Code literals, Code distances) {
        for (int symbol = literals.read(); symbol != 256; symbol = literals.read()) {
            if (symbol < 256) {
                put(symbol);
                continue;
            }
            int length = LENGTH_BASE[symbol - 257] + bits(LENGTH_EXTRA[symbol - 257]);
            int code = distances.read();
            int extra = code < 4 ? 0 : code / 2 - 1;
            int distance = code < 4 ? code + 1 : ((2 + (code & 1)) << extra) + 1 + bits(extra);
            if (distance > window || distance > end - contextBegin) {
                throw new AssertionError("a back-reference of " + distance + " bytes in a window of " + window + ", "
                        + (end - contextBegin) + " bytes after its begin");
            }
            longest = Math.max(longest, distance);
            for (int i = 0; i < length; i++) {
                put(history[end - distance]);
            }
        }
    }

    private void put(int value) {
        if (end == history.length) {
            history = Arrays.copyOf(history, end * 2);
        }
        history[end++] = (byte) value;
    }

    private void align() {
        bit = (bit + 7) & ~7;
    }

    private int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value |= (in[bit >> 3] >> (bit & 7) & 1) << i;
            bit++;
        }
        return value;
    }

    private static int[] fixedLengths() {
        int[] lengths = filled(288, 8);
        Arrays.fill(lengths, 144, 256, 9);
        Arrays.fill(lengths, 256, 280, 7);
        return lengths;
    }

    private static int[] filled(int size, int value) {
        int[] lengths = new int[size];
        Arrays.fill(lengths, value);
        return lengths;
    }

    /** A canonical Huffman code (RFC 1951 §3.2.2), read bit by bit. */
    private final class Code {
        private final int[] countOfLength = new int[16];
        private final int[] symbols;

        Code(int[] lengths) {
            symbols = new int[lengths.length];
            int at = 0;
            for (int length = 1; length < 16; length++) {
                for (int symbol = 0; symbol < lengths.length; symbol++) {
                    if (lengths[symbol] == length) {
                        symbols[at++] = symbol;
                        countOfLength[length]++;
                    }
                }
            }
        }

        int read() {
            int code = 0;
            int first = 0;
            int index = 0;
            for (int length = 1; length < 16; length++) {
                code |= bits(1);
                int count = countOfLength[length];
                if (code - first < count) {
                    return symbols[index + code - first];
                }
                index += count;
                first = (first + count) << 1;
                code <<= 1;
            }
            throw new AssertionError("no such code");
        }
    }
}
