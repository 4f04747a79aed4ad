package io.wsloop.handshake;
import java.nio.ByteBuffer;
/** Heads to bytes; refuses CR, LF, NUL in whatever a caller handed in. */
public final class ResponseWriter {
    private ResponseWriter() {}
    public static ByteBuffer bytes(ResponseHead head, byte[] body) { throw new UnsupportedOperationException(); }
    /** the standard reason phrase. */
    public static String reason(int status) { throw new UnsupportedOperationException(); }
}
