package io.wsloop.server;

import java.util.concurrent.CompletionStage;

/**
 * Decides on each upgrade: who is it, and may it connect? The server asks the hook after it has checked the protocol's rules and the
 * origin. The hook runs on the connection's loop, so it must not block. Use {@link Async} for a hook that asks a database or another
 * service.
 */
@FunctionalInterface
public interface UpgradeHook {
    /**
     * Decides at once. Loop thread; must not block.
     *
     * @param request the request; the connection keeps its attributes
     * @return {@link Upgrade#accept()} or {@link Upgrade#refuse(int, String)}
     * @throws Exception (or an Error) the server answers 500, the error handler hears of it, and the connection closes
     */
    Upgrade decide(HttpRequest request) throws Exception;

    /** Decides later, from any thread. Until then the connection handles no other request. */
    @FunctionalInterface
    interface Async {
        /**
         * Begins to decide. Loop thread; must not block.
         *
         * @param request the request; the connection keeps its attributes
         * @return completes with the decision, on any thread; after {@link io.wsloop.Limits#handshakeTimeout} the server answers
         *     503; if the peer is gone, the decision is dropped
         * @throws Exception (or an Error) has the same effect as a stage that completes with it: see {@link UpgradeHook#decide}
         */
        CompletionStage<? extends Upgrade> decide(HttpRequest request) throws Exception;
    }
}
