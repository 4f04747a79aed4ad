package io.wsloop.deflate;

import java.util.Objects;

/**
 * The peer sent a compressed message that is no deflate stream, or that ends within a block. It has no stack trace,
 * because it is the peer's fault and may come often.
 */
public final class DeflateException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * A fault of the peer.
     *
     * @param message what was expected and what came
     */
    public DeflateException(String message) {
        super(Objects.requireNonNull(message, "message must not be null"), null, false, false);
    }
}
