package io.wsloop.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsloop.deflate.DeflateOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for (RFC 7692 §7.1).
 *
 * @param deflate whether it offers compression at all
 * @param serverNoContextTakeover whether the server is to forget each message
 * @param clientNoContextTakeover whether the client forgets each message
 * @param serverMaxWindowBits 8-15, or {@link #UNNAMED}
 * @param clientMaxWindowBits 8-15, or {@link #UNNAMED}, or {@link #BARE}
 */
record Agreement(
        boolean deflate,
        boolean serverNoContextTakeover,
        boolean clientNoContextTakeover,
        int serverMaxWindowBits,
        int clientMaxWindowBits) {
    /** The parameter is left out. Our own client cannot do so with its own window. */
    static final int UNNAMED = 0;
    /** {@code client_max_window_bits} without a value (§7.1.2.2): the server may choose. */
    static final int BARE = 1;

    static final Agreement PLAIN = new Agreement(false, false, false, UNNAMED, UNNAMED);

    /** Every combination of contexts and of these windows. */
    static List<Agreement> all(int[] servers, int[] clients) {
        List<Agreement> all = new ArrayList<>();
        for (int server : servers) {
            for (int client : clients) {
                for (int contexts = 0; contexts < 4; contexts++) {
                    all.add(new Agreement(true, (contexts & 1) != 0, (contexts & 2) != 0, server, client));
                }
            }
        }
        return all;
    }

    /** As our client offers it; whatever is worth it or not, it is compressed. */
    @Nullable
    DeflateOptions options() {
        if (!deflate) {
            return null;
        }
        return DeflateOptions.defaults()
                .withServerNoContextTakeover(serverNoContextTakeover)
                .withClientNoContextTakeover(clientNoContextTakeover)
                .withServerMaxWindowBits(serverMaxWindowBits == UNNAMED ? 15 : serverMaxWindowBits)
                .withClientMaxWindowBits(clientMaxWindowBits == BARE ? 15 : clientMaxWindowBits)
                .withThreshold(0);
    }

    /** As the foreign clients read it. */
    JsonNode json(ObjectMapper mapper) {
        if (!deflate) {
            return mapper.nullNode();
        }
        var node = mapper.createObjectNode()
                .put("serverNoContextTakeover", serverNoContextTakeover)
                .put("clientNoContextTakeover", clientNoContextTakeover);
        if (serverMaxWindowBits != UNNAMED) {
            node.put("serverMaxWindowBits", serverMaxWindowBits);
        }
        if (clientMaxWindowBits == BARE) {
            node.put("clientMaxWindowBits", true);
        } else if (clientMaxWindowBits != UNNAMED) {
            node.put("clientMaxWindowBits", clientMaxWindowBits);
        }
        return node;
    }

    @Override
    public String toString() {
        if (!deflate) {
            return "plain";
        }
        return "server " + bits(serverMaxWindowBits) + (serverNoContextTakeover ? " forgets" : " keeps") + ", client "
                + bits(clientMaxWindowBits) + (clientNoContextTakeover ? " forgets" : " keeps");
    }

    private static String bits(int window) {
        return window == UNNAMED ? "unnamed" : window == BARE ? "bare" : Integer.toString(window);
    }
}
