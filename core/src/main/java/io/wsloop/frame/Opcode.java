package io.wsloop.frame;

/** The opcodes that RFC 6455 §5.2 defines; 3-7 and B-F are reserved and have no constant. */
public enum Opcode {
    /** A further fragment of a message (§5.4). */
    CONTINUATION(0x0),
    /** A text message, or its first fragment. */
    TEXT(0x1),
    /** A binary message, or its first fragment. */
    BINARY(0x2),
    /** A close frame (§5.5.1). */
    CLOSE(0x8),
    /** A ping, which the peer must answer with a pong (§5.5.2). */
    PING(0x9),
    /** A pong (§5.5.3). */
    PONG(0xA);

    private final int code;

    Opcode(int code) {
        this.code = code;
    }

    /**
     * The four bits on the wire.
     *
     * @return 0-15
     */
    public int code() {
        return code;
    }

    /**
     * Whether this is a control frame's opcode (§5.5).
     *
     * @return true from 8 on
     */
    public boolean isControl() {
        return code >= 0x8;
    }
}
