package io.wsloop.protocol;

import java.security.SecureRandom;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The source of a client's masking keys. Each frame needs a new key that nobody can predict (RFC 6455 §5.3). With a
 * known key, a web page could choose the bytes that cross the wire, and deceive a proxy that takes them for HTTP
 * (§10.3).
 */
@FunctionalInterface
public interface MaskingKeys {
    /**
     * Draws the next frame's key. The engine calls this on the workbench's thread.
     *
     * @return any value, zero included
     */
    int next();

    /**
     * Keys from {@link SecureRandom}, which draws many at a time because each draw is slow. One thread at a time.
     *
     * @return a new source
     */
    static MaskingKeys secure() {
        return drawnFrom(new SecureRandom()::nextBytes);
    }

    /**
     * Keys made of random bytes, drawn many at a time because each draw may be slow. One thread at a time.
     *
     * @param random fills an array with random bytes, for example {@code secureRandom::nextBytes}; outside of tests
     *     nobody may be able to predict them
     * @return a source that draws 1,024 bytes when it has used up the last ones
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
