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
 * @param serverMaxWindowBits 8-15
 * @param clientMaxWindowBits 8-15
 */
record Agreement(
        boolean deflate,
        boolean serverNoContextTakeover,
        boolean clientNoContextTakeover,
        int serverMaxWindowBits,
        int clientMaxWindowBits) {
    static final Agreement PLAIN = new Agreement(false, false, false, 15, 15);

    /** Every combination of contexts and of these windows. */
    static List<Agreement> all(int... windows) {
        List<Agreement> all = new ArrayList<>();
        for (int server : windows) {
            for (int client : windows) {
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
                .withServerMaxWindowBits(serverMaxWindowBits)
                .withClientMaxWindowBits(clientMaxWindowBits)
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
        if (serverMaxWindowBits < 15) {
            node.put("serverMaxWindowBits", serverMaxWindowBits);
        }
        if (clientMaxWindowBits < 15) {
            node.put("clientMaxWindowBits", clientMaxWindowBits);
        }
        return node;
    }

    @Override
    public String toString() {
        if (!deflate) {
            return "plain";
        }
        return "server " + serverMaxWindowBits + (serverNoContextTakeover ? " forgets" : " keeps") + ", client "
                + clientMaxWindowBits + (clientNoContextTakeover ? " forgets" : " keeps");
    }
}
