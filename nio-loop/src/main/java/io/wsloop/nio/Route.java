package io.wsloop.nio;

import io.wsloop.Limits;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.protocol.OverflowPolicy;

/** One WebSocket endpoint and what is chosen for it; what is not chosen comes from the server. Immutable. */
public final class Route {
    private Route() {}

    public static Route to(ListenerFactory listeners) {
        throw new UnsupportedOperationException();
    }

    public Route limits(Limits limits) {
        throw new UnsupportedOperationException();
    }

    public Route deflate(DeflateOptions options) {
        throw new UnsupportedOperationException();
    }

    public Route withoutDeflate() {
        throw new UnsupportedOperationException();
    }

    /** In order of preference. */
    public Route subprotocols(String... names) {
        throw new UnsupportedOperationException();
    }

    public Route origins(OriginPolicy origins) {
        throw new UnsupportedOperationException();
    }

    public Route overflow(OverflowPolicy policy) {
        throw new UnsupportedOperationException();
    }

    public Route upgrade(UpgradeHook.Immediate hook) {
        throw new UnsupportedOperationException();
    }

    public Route upgradeAsync(UpgradeHook hook) {
        throw new UnsupportedOperationException();
    }
}
