package io.wsloop.handshake;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The beginning of what a server writes about its refusal, fit for a message and a log. */
final class RefusalText {
    /** Characters that are shown: a sentence or two, and not a whole page. */
    private static final int MOST = 200;

    private RefusalText() {}

    /** Empty when the body holds no text. */
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
        // More input might come, says false: a character that was cut at the end is left off and no error.
        boolean isUtf8 = !StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(body), text, false)
                .isError();
        return isUtf8 ? text.flip().toString() : new String(body, StandardCharsets.ISO_8859_1);
    }

    /** Letters, signs and spaces as they are; what moves a cursor or turns a line around as a number. */
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
