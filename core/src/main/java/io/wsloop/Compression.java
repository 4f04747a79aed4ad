package io.wsloop;

/** Whether one message is compressed (RFC 7692 §6). On a connection without permessage-deflate no message is. */
public enum Compression {
    /** Compressed, unless the message is shorter than {@link io.wsloop.deflate.DeflateOptions#threshold}. */
    AUTO,
    /** Compressed, even a short message. */
    ON,
    /**
     * Not compressed. Use it for content that is compressed already. Use it, too, for a message that holds a secret
     * beside text that others choose: the compressed length can give the secret away.
     */
    OFF
}
