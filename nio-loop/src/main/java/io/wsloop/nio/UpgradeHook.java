package io.wsloop.nio;

import io.wsloop.Handshake;
import java.util.concurrent.CompletionStage;

/**
 * Asked before each upgrade, on the connection's loop, after the protocol's own rules and the origin were checked: who
 * is this, and may he. The handshake it sees has no subprotocol yet.
 */
@FunctionalInterface
public interface UpgradeHook {
    /**
     * Begins to decide. Must not block.
     *
     * @param request what is asked; what is put into its attributes stays
     * @return may complete on any thread, within the handshake deadline: 503 after it; exceptionally: 500 and the error
     *     handler is told; dropped when the peer is gone
     * @throws Exception or an Error: as if the stage had completed with it
     */
    CompletionStage<? extends Upgrade> decide(Handshake request) throws Exception;

    /** Decides at once. */
    @FunctionalInterface
    interface Immediate {
        /**
         * Decides. Must not block.
         *
         * @param request what is asked; what is put into its attributes stays
         * @return {@link Upgrade#accept()} or {@link Upgrade#refuse(int, String)}
         * @throws Exception or an Error: 500 and the error handler is told
         */
        Upgrade decide(Handshake request) throws Exception;
    }
}
