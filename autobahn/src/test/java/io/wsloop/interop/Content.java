package io.wsloop.interop;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;

/** What messages are made of; the kinds differ in how they compress. */
enum Content {
    JSON(true) {
        @Override
        byte[] of(int size, Random random) {
            StringBuilder text = new StringBuilder("[");
            while (text.length() < size) {
                text.append("{\"id\":").append(random.nextInt()).append(",\"name\":\"user ");
                text.append(random.nextInt(1000)).append("\",\"tags\":[\"a\",\"b\"],\"on\":true},");
            }
            return cut(text, size);
        }
    },
    TEXT(true) {
        @Override
        byte[] of(int size, Random random) {
            StringBuilder text = new StringBuilder();
            while (text.length() < size) {
                for (int letters = 1 + random.nextInt(9); letters > 0; letters--) {
                    text.appendCodePoint(LETTERS[random.nextInt(LETTERS.length)]);
                }
                text.append(' ');
            }
            return cut(text, size);
        }
    },
    RANDOM(false) {
        @Override
        byte[] of(int size, Random random) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            return bytes;
        }
    },
    COMPRESSED(false) {
        @Override
        byte[] of(int size, Random random) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            byte[] room = new byte[4096];
            while (packed.size() < size) {
                Deflater deflater = new Deflater();
                deflater.setInput(TEXT.of(8192, random));
                deflater.finish();
                while (!deflater.finished()) {
                    packed.write(room, 0, deflater.deflate(room));
                }
                deflater.end();
            }
            return Arrays.copyOf(packed.toByteArray(), size);
        }
    };

    /** From nothing to 128 KiB, the lengths at which a header changes its form among them. */
    static final int[] SIZES = {
        0, 1, 125, 126, 127, 255, 256, 1000, 1024, 4096, 16_384, 32_768, 65_535, 65_536, 100_000, 131_072
    };

    /** Of one, two, three and four octets. */
    private static final int[] LETTERS = "etaoinshrdlucmfwypvbgkjqxz\u00e9\u00fc\u8a9e\ud83d\ude00"
            .codePoints()
            .toArray();

    private final boolean text;

    Content(boolean text) {
        this.text = text;
    }

    /** Whether it travels as text. */
    boolean isText() {
        return text;
    }

    abstract byte[] of(int size, Random random);

    /** Text of exactly this many octets: where a character would be torn, an x stands in for each of its octets. */
    private static byte[] cut(StringBuilder text, int size) {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        int end = size;
        while (end < bytes.length && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        byte[] exact = Arrays.copyOf(bytes, size);
        Arrays.fill(exact, end, size, (byte) 'x');
        return exact;
    }
}
