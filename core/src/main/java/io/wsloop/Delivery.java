package io.wsloop;

/** How messages come to a {@link WebSocketListener}: its answer to {@link WebSocketListener#delivery}. */
public enum Delivery {
    /**
     * Each message whole, the listener's to keep: {@link WebSocketListener#onText} and {@link WebSocketListener#onBinary}.
     */
    WHOLE,
    /**
     * Each message whole, and lent for the time of the call: {@link WebSocketListener#onTextView} and {@link
     * WebSocketListener#onBinaryView}. That saves the array or String of every message that arrives in one piece, which
     * from a few KiB on is a tenth of what a binary message costs. A listener that overrides {@code onText} but not {@code
     * onTextView} gets its text as Strings.
     */
    VIEWS,
    /**
     * Each message in pieces as they arrive: {@link WebSocketListener#onTextPart} and {@link
     * WebSocketListener#onBinaryPart}. Nothing is assembled, so a message may be larger than memory.
     */
    PARTS
}
