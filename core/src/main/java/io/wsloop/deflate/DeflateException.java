package io.wsloop.deflate;

import java.util.Objects;

/**
 * What the peer sent as a compressed message is not one: no deflate stream, or one that ends in the midst of a block.
 * Thrown without a stack trace, for it is the peer's fault and may come often.
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
