package io.wsloop.handshake;

import java.nio.ByteBuffer;

/** Writes a start line and its fields as bytes. */
final class HeadBytes {
    private HeadBytes() {}

    /** Checks the three parts of the start line. The fields were checked when the {@link Headers} were built. */
    static ByteBuffer of(String first, String second, String third, Headers headers, byte[] body) {
        if (!Chars.isValue(first) || !Chars.isValue(second) || !Chars.isValue(third)) {
            throw new IllegalArgumentException("a start line must be ISO 8859-1 without control characters, not "
                    + Chars.quote(first + ' ' + second + ' ' + third));
        }
        // Two spaces, and the ends of the start line and of the head.
        int length = first.length() + second.length() + third.length() + 2 + 4;
        for (FieldCursor field = headers.cursor(); field.next(); ) {
            length += field.lineLength();
        }
        byte[] bytes = new byte[length + body.length];
        int at = text(first, bytes, 0);
        at = text(" ", bytes, at);
        at = text(second, bytes, at);
        at = text(" ", bytes, at);
        at = text(third, bytes, at);
        at = text("\r\n", bytes, at);
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
