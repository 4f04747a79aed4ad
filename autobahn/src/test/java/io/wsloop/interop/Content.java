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
            return ascii(text, size);
        }
    },
    TEXT(true) {
        @Override
        byte[] of(int size, Random random) {
            StringBuilder text = new StringBuilder();
            while (text.length() < size) {
                for (int letters = 1 + random.nextInt(9); letters > 0; letters--) {
                    text.append((char) ('a' + random.nextInt(26)));
                }
                text.append(' ');
            }
            return ascii(text, size);
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

    private final boolean text;

    Content(boolean text) {
        this.text = text;
    }

    /** Whether it travels as text. */
    boolean isText() {
        return text;
    }

    abstract byte[] of(int size, Random random);

    private static byte[] ascii(StringBuilder text, int size) {
        return text.substring(0, size).getBytes(StandardCharsets.US_ASCII);
    }
}
