package io.wsloop;

/** Whether one message is compressed (RFC 7692 §6.1), where permessage-deflate was agreed; elsewhere it goes plain. */
public enum Compression {
    /** The threshold decides: short messages go plain. */
    AUTO,
    /** Compressed, however short. */
    ON,
    /** Plain: for what is compressed already, or holds a secret beside what others may choose. */
    OFF
}
