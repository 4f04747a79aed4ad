package io.wsloop.handshake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A start line and its fields as bytes. */
final class HeadBytes {
    private HeadBytes() {}

    /** Fields were checked when {@link Headers} were built; the start line is checked here. */
    static ByteBuffer of(String startLine, Headers headers, byte[] body) {
        if (!Chars.isValue(startLine)) {
            throw new IllegalArgumentException(
                    "a start line must be ISO 8859-1 without control characters, not " + Chars.quote(startLine));
        }
        StringBuilder head = new StringBuilder(256).append(startLine).append("\r\n");
        for (int i = 0; i < headers.size(); i++) {
            head.append(headers.name(i)).append(": ").append(headers.value(i)).append("\r\n");
        }
        byte[] bytes = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(bytes.length + body.length)
                .put(bytes)
                .put(body)
                .flip();
    }
}
