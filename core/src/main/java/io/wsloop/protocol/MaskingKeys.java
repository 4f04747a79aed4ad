package io.wsloop.protocol;

import java.security.SecureRandom;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Where a client's masking keys come from. Each frame needs a new key that nobody can predict (RFC 6455 §5.3): with a known
 * key, a page could choose the bytes that cross the wire, and deceive a proxy that takes them for HTTP (§10.3).
 */
@FunctionalInterface
public interface MaskingKeys {
    /**
     * The next frame's key. Called on the workbench's thread.
     *
     * @return any value, zero included
     */
    int next();

    /**
     * Keys from {@link SecureRandom}. They are drawn many at a time, for each draw is slow. One thread at a time.
     *
     * @return a new source
     */
    static MaskingKeys secure() {
        return drawnFrom(new SecureRandom()::nextBytes);
    }

    /**
     * Keys made of random bytes, drawn many at a time because a draw may be expensive. One thread at a time.
     *
     * @param random fills an array with random bytes, unpredictable ones except in a test; for example {@code
     *     secureRandom::nextBytes}
     * @return a source that asks for 1,024 bytes when it has used up the bytes before
     */
    static MaskingKeys drawnFrom(Consumer<byte[]> random) {
        Objects.requireNonNull(random, "random must not be null");
        return new MaskingKeys() {
            private final byte[] drawn = new byte[1024];
            private int at = drawn.length;

            @Override
            public int next() {
                if (at == drawn.length) {
                    random.accept(drawn);
                    at = 0;
                }
                int key = (drawn[at] & 0xFF) << 24
                        | (drawn[at + 1] & 0xFF) << 16
                        | (drawn[at + 2] & 0xFF) << 8
                        | drawn[at + 3] & 0xFF;
                at += 4;
                return key;
            }
        };
    }
}
