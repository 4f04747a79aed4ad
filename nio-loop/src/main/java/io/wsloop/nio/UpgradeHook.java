package io.wsloop.nio;

import io.wsloop.Handshake;
import java.util.concurrent.CompletionStage;

/** Asked before each upgrade, on the connection's loop, after the protocol's own rules and the origin were checked. */
@FunctionalInterface
public interface UpgradeHook {
    /** May complete on any thread, within the handshake deadline. */
    CompletionStage<? extends Upgrade> decide(Handshake request) throws Exception;

    /** Synchronous form. */
    @FunctionalInterface
    interface Immediate {
        Upgrade decide(Handshake request) throws Exception;
    }
}
