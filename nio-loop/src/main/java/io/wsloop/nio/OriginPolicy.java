package io.wsloop.nio;

import io.wsloop.handshake.RequestHead;

/** Which pages may open a WebSocket here. 403 otherwise. */
@FunctionalInterface
public interface OriginPolicy {
    boolean allows(RequestHead request, boolean secure);

    /** The default: no Origin, or the one of Host. */
    static OriginPolicy same() {
        throw new UnsupportedOperationException();
    }

    static OriginPolicy any() {
        throw new UnsupportedOperationException();
    }

    /** Same origin or one of these, each as scheme://host[:port]. */
    static OriginPolicy of(String... origins) {
        throw new UnsupportedOperationException();
    }
}
