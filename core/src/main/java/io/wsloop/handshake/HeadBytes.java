package io.wsloop.handshake;

import java.nio.ByteBuffer;

/** Writes a start line and its fields as bytes. */
final class HeadBytes {
    private HeadBytes() {}

    /** Checks the start line. The fields were checked when the {@link Headers} were built. */
    static ByteBuffer of(String startLine, Headers headers, byte[] body) {
        if (!Chars.isValue(startLine)) {
            throw new IllegalArgumentException(
                    "a start line must be ISO 8859-1 without control characters, not " + Chars.quote(startLine));
        }
        int length = startLine.length() + 4;
        for (FieldCursor field = headers.cursor(); field.next(); ) {
            length += field.lineLength();
        }
        byte[] bytes = new byte[length + body.length];
        int at = text(startLine + "\r\n", bytes, 0);
        for (FieldCursor field = headers.cursor(); field.next(); ) {
            at = field.line(bytes, at);
        }
        at = text("\r\n", bytes, at);
        System.arraycopy(body, 0, bytes, at, body.length);
        return ByteBuffer.wrap(bytes);
    }

    private static int text(String text, byte[] into, int from) {
        for (int i = 0; i < text.length(); i++) {
            into[from + i] = (byte) text.charAt(i);
        }
        return from + text.length();
    }
}
