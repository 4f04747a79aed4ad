package io.wsloop.protocol;

import io.wsloop.WebSocketListener;

/** How an engine hands messages to its sink. */
public enum Delivery {
    /** Each whole, and the sink's to keep. */
    WHOLE,
    /** Each whole; binary ones as views that end with the call. */
    VIEWS,
    /** In pieces as they arrive. */
    PARTS;

    /**
     * Asks a listener for its choice.
     *
     * @param listener asked for parts, then for views
     * @return what it wants
     */
    public static Delivery wantedBy(WebSocketListener listener) {
        if (listener.wantsParts()) {
            return PARTS;
        }
        return listener.wantsViews() ? VIEWS : WHOLE;
    }
}
