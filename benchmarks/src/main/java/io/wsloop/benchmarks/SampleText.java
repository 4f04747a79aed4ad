package io.wsloop.benchmarks;

import java.util.Random;

/** Text of the kinds that cost differently; the same each time. */
public enum SampleText {
    /** A feed's JSON: nothing but ASCII. */
    ASCII {
        @Override
        String of(int bytes) {
            return json(bytes, "https://example.org/i/");
        }
    },
    /** The same with question marks, which is what an encoder leaves where it could not encode. */
    QUESTIONS {
        @Override
        String of(int bytes) {
            return json(bytes, "https://example.org/i?n=");
        }
    },
    /** Three characters of a hundred take two bytes or more, as in western Europe's prose with a smile in it. */
    MOSTLY_ASCII {
        @Override
        String of(int bytes) {
            return mixed(bytes, 3);
        }
    },
    /** Sixty of a hundred do, of every length. */
    MIXED {
        @Override
        String of(int bytes) {
            return mixed(bytes, 60);
        }
    };

    private static final String[] WIDE = {"é", "ж", "中", "€", "😀"};
    private static final int[] WIDE_BYTES = {2, 2, 3, 3, 4};

    /** A text of so many bytes in UTF-8. */
    abstract String of(int bytes);

    private static String json(int bytes, String link) {
        Random random = new Random(bytes);
        StringBuilder text = new StringBuilder(bytes + 128).append('[');
        for (int id = 10_000; text.length() < bytes; id++) {
            text.append("{\"id\":").append(id);
            text.append(",\"name\":\"user-").append(Integer.toHexString(random.nextInt(4096)));
            text.append("\",\"price\":").append(random.nextInt(100_000) / 100.0);
            text.append(",\"link\":\"").append(link).append(id).append("\"},");
        }
        text.setLength(bytes);
        return text.toString();
    }

    private static String mixed(int bytes, int percent) {
        Random random = new Random(bytes);
        StringBuilder text = new StringBuilder(bytes);
        int left = bytes;
        while (left > 0) {
            int wide = random.nextInt(100) < percent ? random.nextInt(WIDE.length) : -1;
            if (wide >= 0 && WIDE_BYTES[wide] <= left) {
                text.append(WIDE[wide]);
                left -= WIDE_BYTES[wide];
            } else {
                text.append((char) ('a' + random.nextInt(26)));
                left--;
            }
        }
        return text.toString();
    }
}
