package io.wsloop.frame;
/** stub */
public enum Opcode {
    CONTINUATION(0x0), TEXT(0x1), BINARY(0x2), CLOSE(0x8), PING(0x9), PONG(0xA);
    private final int code;
    Opcode(int code) { this.code = code; }
    public int code() { return code; }
    public boolean isControl() { return code >= 0x8; }
}
