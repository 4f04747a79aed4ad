package io.wsloop.deflate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;

/** Payloads of the kinds that matter to compression. The same seed gives the same payload. */
enum Samples {
    JSON {
        @Override
        byte[] of(int size, Random random) {
            StringBuilder out = new StringBuilder(size + 100).append('[');
            for (int id = 10_000; out.length() < size; id++) {
                out.append("{\"id\":").append(id);
                out.append(",\"name\":\"user-").append(Integer.toHexString(random.nextInt(4096)));
                out.append("\",\"price\":").append(random.nextInt(100_000) / 100.0);
                out.append(",\"active\":").append(random.nextBoolean()).append("},");
            }
            return Arrays.copyOf(out.toString().getBytes(StandardCharsets.US_ASCII), size);
        }
    },
    TEXT {
        @Override
        byte[] of(int size, Random random) {
            StringBuilder out = new StringBuilder(size + 100);
            while (out.length() < size) {
                // The smaller of two draws makes some words common and most rare, as in a language.
                int word = Math.min(random.nextInt(4000), random.nextInt(4000));
                word = Math.min(word, random.nextInt(4000));
                Random letters = new Random(word * 7919L);
                for (int i = 2 + letters.nextInt(3) + letters.nextInt(5); i > 0; i--) {
                    out.append("etaoinshrdlucmfwypvbgkjqxz".charAt(Math.min(letters.nextInt(26), letters.nextInt(26))));
                }
                out.append(random.nextInt(12) == 0 ? ". " : " ");
            }
            return Arrays.copyOf(out.toString().getBytes(StandardCharsets.US_ASCII), size);
        }
    },
    RANDOM {
        @Override
        byte[] of(int size, Random random) {
            byte[] out = new byte[size];
            random.nextBytes(out);
            return out;
        }
    },
    COMPRESSED {
        @Override
        byte[] of(int size, Random random) {
            Deflater deflater = new Deflater(9, true);
            deflater.setInput(TEXT.of(size * 3 + 100, random));
            deflater.finish();
            byte[] out = new byte[size];
            deflater.deflate(out);
            deflater.end();
            return out;
        }
    };

    abstract byte[] of(int size, Random random);
}
