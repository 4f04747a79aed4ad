package io.wsloop.protocol;

import io.wsloop.MessageType;
import io.wsloop.frame.Utf8Validator;

/** A message whose first fragment was sent and whose last was not (RFC 6455 §5.4). */
final class UnfinishedMessage {
    final MessageType type;
    final boolean compressed;

    /** The state after the parts that were sent. */
    private final Utf8Validator accepted = new Utf8Validator();

    /** A copy of {@link #accepted} that validates the next part, which may be refused. */
    private final Utf8Validator tried = new Utf8Validator();

    UnfinishedMessage(MessageType type, boolean compressed) {
        this.type = type;
        this.compressed = compressed;
    }

    /** Validates a part of a text. A part that is refused changes nothing. */
    void requireUtf8(byte[] part, int offset, int length, boolean last) {
        tried.resume(accepted);
        if (!tried.feed(part, offset, length) || last && !tried.isComplete()) {
            throw new IllegalArgumentException("the parts of a text message must be UTF-8 together,"
                    + " with this one they are not: it was not sent");
        }
        accepted.resume(tried);
    }
}
