package io.wsloop.deflate;

/**
 * What this end wants of compression: a server's policy for answering, a client's offer, and how to compress. A window
 * is given as the base-2 logarithm of its size in bytes.
 *
 * <p>The defaults keep nothing between messages in either direction: context takeover saves bytes where messages
 * resemble each other, and costs each connection a deflater (some 84-255 KB outside the heap) for what it sends and a
 * window (up to 32 KiB of heap) for what it receives. Turn it on where a route has few connections, or small messages
 * that are much alike.
 *
 * @param serverNoContextTakeover as server: begin each message with an empty window, asked or not; as client: demand
 *     that. Default true
 * @param clientNoContextTakeover as server: demand that of the client; as client: do so, asked or not. Default true
 * @param serverMaxWindowBits as server: the largest window to send with; as client: the largest to accept. 8-15,
 *     default 15
 * @param clientMaxWindowBits as server: the largest window to accept, where the client can be asked; as client: the
 *     largest to send with. 8-15, default 15
 * @param level of compression, 1 (fast) to 9 (small). Default 5
 * @param threshold in bytes: a shorter message goes uncompressed. Default 256
 */
public record DeflateOptions(
        boolean serverNoContextTakeover,
        boolean clientNoContextTakeover,
        int serverMaxWindowBits,
        int clientMaxWindowBits,
        int level,
        int threshold) {

    private static final DeflateOptions DEFAULTS = new DeflateOptions(true, true, 15, 15, 5, 256);

    /**
     * Checks the ranges.
     *
     * @param serverNoContextTakeover as above
     * @param clientNoContextTakeover as above
     * @param serverMaxWindowBits as above
     * @param clientMaxWindowBits as above
     * @param level as above
     * @param threshold as above
     * @throws IllegalArgumentException if a value lies outside of its own
     */
    public DeflateOptions {
        DeflateTerms.checkWindow("serverMaxWindowBits", serverMaxWindowBits);
        DeflateTerms.checkWindow("clientMaxWindowBits", clientMaxWindowBits);
        if (level < 1 || level > 9) {
            throw new IllegalArgumentException("level must be 1-9, not " + level);
        }
        if (threshold < 0) {
            throw new IllegalArgumentException("threshold must be 0 bytes or more, not " + threshold);
        }
    }

    /**
     * No context takeover in either direction, full windows, level 5, messages from 256 bytes on.
     *
     * @return the same instance each time
     */
    public static DeflateOptions defaults() {
        return DEFAULTS;
    }

    /**
     * With another choice for what the server sends.
     *
     * @param value false to let the server take its context over
     * @return a copy
     */
    public DeflateOptions withServerNoContextTakeover(boolean value) {
        return new DeflateOptions(
                value, clientNoContextTakeover, serverMaxWindowBits, clientMaxWindowBits, level, threshold);
    }

    /**
     * With another choice for what the client sends.
     *
     * @param value false to let the client take its context over
     * @return a copy
     */
    public DeflateOptions withClientNoContextTakeover(boolean value) {
        return new DeflateOptions(
                serverNoContextTakeover, value, serverMaxWindowBits, clientMaxWindowBits, level, threshold);
    }

    /**
     * With another window for what the server sends.
     *
     * @param bits 8-15
     * @return a copy
     */
    public DeflateOptions withServerMaxWindowBits(int bits) {
        return new DeflateOptions(
                serverNoContextTakeover, clientNoContextTakeover, bits, clientMaxWindowBits, level, threshold);
    }

    /**
     * With another window for what the client sends.
     *
     * @param bits 8-15
     * @return a copy
     */
    public DeflateOptions withClientMaxWindowBits(int bits) {
        return new DeflateOptions(
                serverNoContextTakeover, clientNoContextTakeover, serverMaxWindowBits, bits, level, threshold);
    }

    /**
     * With another level.
     *
     * @param value 1-9
     * @return a copy
     */
    public DeflateOptions withLevel(int value) {
        return new DeflateOptions(
                serverNoContextTakeover,
                clientNoContextTakeover,
                serverMaxWindowBits,
                clientMaxWindowBits,
                value,
                threshold);
    }

    /**
     * With another threshold.
     *
     * @param bytes 0 or more
     * @return a copy
     */
    public DeflateOptions withThreshold(int bytes) {
        return new DeflateOptions(
                serverNoContextTakeover,
                clientNoContextTakeover,
                serverMaxWindowBits,
                clientMaxWindowBits,
                level,
                bytes);
    }
}
