package io.wsloop;

/** How a {@link WebSocketListener} gets its messages. Its method {@link WebSocketListener#delivery} says which. */
public enum Delivery {
    /**
     * Each message comes whole, and the listener keeps it: {@link WebSocketListener#onText} and {@link
     * WebSocketListener#onBinary}.
     */
    WHOLE,
    /**
     * Each message comes whole, and is lent until the callback returns: {@link WebSocketListener#onTextView} and {@link
     * WebSocketListener#onBinaryView}. A message that arrives in one piece then needs no array and no String; from a
     * few KiB on, this saves a tenth of a binary message's cost. A listener that overrides {@code onText} but not
     * {@code onTextView} gets its text as Strings.
     */
    VIEWS,
    /**
     * Each message comes in pieces, as the bytes arrive: {@link WebSocketListener#onTextPart} and {@link
     * WebSocketListener#onBinaryPart}. The engine assembles nothing, so a message may be larger than memory. {@link
     * Limits#maxMessageBytes} still bounds it.
     */
    PARTS
}
