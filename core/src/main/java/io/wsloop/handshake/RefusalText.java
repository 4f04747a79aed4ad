package io.wsloop.handshake;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The beginning of the text with which a server explains its refusal, safe for a message and a log. */
final class RefusalText {
    /** The most characters to show: a sentence or two, not a whole page. */
    private static final int MOST = 200;

    private RefusalText() {}

    /** The text. It is empty when the body holds no text. */
    static String of(Headers headers, byte[] body) {
        if (body.length == 0 || !isText(headers)) {
            return "";
        }
        return escape(decode(body).strip());
    }

    private static boolean isText(Headers headers) {
        String type = headers.first("Content-Type");
        String lower = type == null ? "text" : type.toLowerCase(Locale.ROOT);
        return !headers.contains("Content-Encoding")
                && (lower.startsWith("text") || lower.contains("json") || lower.contains("xml"));
    }

    private static String decode(byte[] body) {
        CharBuffer text = CharBuffer.allocate(body.length);
        // False says that more input may come. A character that is cut at the end is then left out and is no error.
        boolean isUtf8 = !StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(body), text, false)
                .isError();
        return isUtf8 ? text.flip().toString() : new String(body, StandardCharsets.ISO_8859_1);
    }

    /**
     * Keeps letters, signs and spaces. Writes as a number each character that moves a cursor or changes the direction
     * of text.
     */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        int i = 0;
        for (int shown = 0; i < text.length() && shown < MOST; shown++) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (isVisible(c)) {
                        escaped.appendCodePoint(c);
                    } else {
                        escaped.append("\\u{").append(Integer.toHexString(c)).append('}');
                    }
                }
            }
        }
        return i < text.length() ? escaped.append('…').toString() : escaped.toString();
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
