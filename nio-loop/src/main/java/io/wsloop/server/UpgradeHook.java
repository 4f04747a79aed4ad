package io.wsloop.server;

import java.util.concurrent.CompletionStage;

/**
 * Decides on each upgrade: who is it, and may it connect? It is asked on the connection's loop, after the protocol's own
 * rules and the origin were checked, so it must not block. A hook that needs a database or another service is an {@link
 * Async} one.
 */
@FunctionalInterface
public interface UpgradeHook {
    /**
     * Decides at once. Called on the connection's loop; must not block.
     *
     * @param request what is asked; what is put into its attributes stays with the connection
     * @return {@link Upgrade#accept()} or {@link Upgrade#refuse(int, String)}
     * @throws Exception or an Error: answered with 500, told to the error handler, and the connection closes
     */
    Upgrade decide(HttpRequest request) throws Exception;

    /** Decides later, from any thread. The connection reads nothing meanwhile. */
    @FunctionalInterface
    interface Async {
        /**
         * Begins to decide. Called on the connection's loop; must not block.
         *
         * @param request what is asked; what is put into its attributes stays with the connection
         * @return completes with the decision, on any thread. Without one at the end of {@link
         *     io.wsloop.Limits#handshakeTimeout} the request is answered with 503. Dropped when the peer is gone
         * @throws Exception or an Error: as if the stage had completed with it, see {@link UpgradeHook#decide}
         */
        CompletionStage<? extends Upgrade> decide(HttpRequest request) throws Exception;
    }
}
