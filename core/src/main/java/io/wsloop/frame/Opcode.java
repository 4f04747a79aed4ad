package io.wsloop.frame;

/** The opcodes that RFC 6455 §5.2 defines. It reserves 3-7 and B-F, which have no constant here. */
public enum Opcode {
    /** A further fragment of a message (RFC 6455 §5.4). */
    CONTINUATION(0x0),
    /** A text message, or its first fragment. */
    TEXT(0x1),
    /** A binary message, or its first fragment. */
    BINARY(0x2),
    /** A close frame, the last frame of its sender (RFC 6455 §5.5.1). */
    CLOSE(0x8),
    /** A ping, which the peer must answer with a pong (RFC 6455 §5.5.2). */
    PING(0x9),
    /** A pong: the answer to a ping, or a one-way sign of life (RFC 6455 §5.5.3). */
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
     * Tells whether this is the opcode of a control frame: its highest bit is set (RFC 6455 §5.5).
     *
     * @return true from 8 on
     */
    public boolean isControl() {
        return code >= 0x8;
    }
}
