package io.wsloop.deflate;

/**
 * The wishes of this end about compression. A server answers offers by them, a client makes its offer of them, and
 * both compress by them. A window is given as the base-2 logarithm of its size in bytes. Immutable; any thread.
 *
 * <p>By default nothing is kept between messages, in either direction. Context takeover saves bytes where messages
 * resemble each other. It costs each connection a deflater (84-255 KB outside the heap) for the messages that it sends,
 * and a window (up to 32 KiB of heap) for those that it receives. Turn it on where a route has few connections, or
 * small messages that are much alike.
 *
 * @param serverNoContextTakeover on a server: begin each message with an empty window, whether or not the client asks
 *     for it; on a client: ask the server for it. Default true
 * @param clientNoContextTakeover on a server: ask the client to begin each message with an empty window; on a client:
 *     do so, whether or not the server asks for it. Default true
 * @param serverMaxWindowBits on a server: the largest window to send with; on a client: the largest to accept. 8-15,
 *     default 15
 * @param clientMaxWindowBits on a server: the largest window to accept, if the client allows to be asked; on a client:
 *     the largest to send with. 8-15, default 15
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
     * @param serverNoContextTakeover the component of this name
     * @param clientNoContextTakeover the component of this name
     * @param serverMaxWindowBits the component of this name
     * @param clientMaxWindowBits the component of this name
     * @param level the component of this name
     * @param threshold the component of this name
     * @throws IllegalArgumentException if a value is out of its range
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
     * These options with another {@link #serverNoContextTakeover}.
     *
     * @param value false to let the server keep its window from message to message
     * @return a copy
     */
    public DeflateOptions withServerNoContextTakeover(boolean value) {
        return new DeflateOptions(
                value, clientNoContextTakeover, serverMaxWindowBits, clientMaxWindowBits, level, threshold);
    }

    /**
     * These options with another {@link #clientNoContextTakeover}.
     *
     * @param value false to let the client keep its window from message to message
     * @return a copy
     */
    public DeflateOptions withClientNoContextTakeover(boolean value) {
        return new DeflateOptions(
                serverNoContextTakeover, value, serverMaxWindowBits, clientMaxWindowBits, level, threshold);
    }

    /**
     * These options with another {@link #serverMaxWindowBits}.
     *
     * @param bits 8-15
     * @return a copy
     * @throws IllegalArgumentException if the value is out of its range
     */
    public DeflateOptions withServerMaxWindowBits(int bits) {
        return new DeflateOptions(
                serverNoContextTakeover, clientNoContextTakeover, bits, clientMaxWindowBits, level, threshold);
    }

    /**
     * These options with another {@link #clientMaxWindowBits}.
     *
     * @param bits 8-15
     * @return a copy
     * @throws IllegalArgumentException if the value is out of its range
     */
    public DeflateOptions withClientMaxWindowBits(int bits) {
        return new DeflateOptions(
                serverNoContextTakeover, clientNoContextTakeover, serverMaxWindowBits, bits, level, threshold);
    }

    /**
     * These options with another {@link #level}.
     *
     * @param value 1-9
     * @return a copy
     * @throws IllegalArgumentException if the value is out of its range
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
     * These options with another {@link #threshold}.
     *
     * @param bytes 0 or more
     * @return a copy
     * @throws IllegalArgumentException if the value is out of its range
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
