package io.wsloop.deflate;

import io.wsloop.Role;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of permessage-deflate that both ends agreed on for one connection (RFC 7692 §7.1). A window is given
 * as the base-2 logarithm of its size in bytes. It is 15 where no parameter names it. Immutable; any thread.
 *
 * @param serverNoContextTakeover whether the server begins each message with an empty window (§7.1.1.1)
 * @param clientNoContextTakeover whether the client begins each message with an empty window (§7.1.1.2)
 * @param serverMaxWindowBits how far back the server's messages may refer, 8-15 (§7.1.2.1)
 * @param clientMaxWindowBits how far back the client's messages may refer, 8-15 (§7.1.2.2)
 */
public record DeflateTerms(
        boolean serverNoContextTakeover,
        boolean clientNoContextTakeover,
        int serverMaxWindowBits,
        int clientMaxWindowBits) {

    /** The smallest window that the extension allows, 256 bytes. */
    static final int MIN_WINDOW_BITS = 8;
    /** The largest window, 32,768 bytes: deflate cannot refer back further. */
    static final int MAX_WINDOW_BITS = 15;

    /**
     * Checks the windows.
     *
     * @param serverNoContextTakeover the component of this name
     * @param clientNoContextTakeover the component of this name
     * @param serverMaxWindowBits the component of this name
     * @param clientMaxWindowBits the component of this name
     * @throws IllegalArgumentException if a window is not 8-15
     */
    public DeflateTerms {
        checkWindow("serverMaxWindowBits", serverMaxWindowBits);
        checkWindow("clientMaxWindowBits", clientMaxWindowBits);
    }

    // Both are written out. The JVM makes a record's own when it first needs them, and that would take the second
    // connection of a server some 20 ms.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DeflateTerms that
                && serverNoContextTakeover == that.serverNoContextTakeover
                && clientNoContextTakeover == that.clientNoContextTakeover
                && serverMaxWindowBits == that.serverMaxWindowBits
                && clientMaxWindowBits == that.clientMaxWindowBits;
    }

    @Override
    public int hashCode() {
        return (serverNoContextTakeover ? 512 : 0)
                + (clientNoContextTakeover ? 256 : 0)
                + serverMaxWindowBits * 16
                + clientMaxWindowBits;
    }

    /** True if this sender keeps its window from one message to the next. */
    boolean takeover(Role sender) {
        return !(sender == Role.SERVER ? serverNoContextTakeover : clientNoContextTakeover);
    }

    /** The window of this sender's messages. */
    int windowBits(Role sender) {
        return sender == Role.SERVER ? serverMaxWindowBits : clientMaxWindowBits;
    }

    static void checkWindow(String name, int bits) {
        if (bits < MIN_WINDOW_BITS || bits > MAX_WINDOW_BITS) {
            throw new IllegalArgumentException(name + " must be 8-15 (RFC 7692 §7.1.2), not " + bits);
        }
    }
}
