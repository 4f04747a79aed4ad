package io.wsloop.nio;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Percent-decoding of paths and queries: RFC 3986 §2.1, and forms' plus sign for a space. */
final class Query {
    private Query() {}

    /** The first value of a name in {@code a=1&b=2}; empty for a name without a value; null when absent. */
    static @Nullable String first(String query, String name) {
        int begin = 0;
        while (begin < query.length()) {
            int end = query.indexOf('&', begin);
            end = end < 0 ? query.length() : end;
            int equals = query.indexOf('=', begin);
            int nameEnd = equals < 0 || equals > end ? end : equals;
            if (nameEnd > begin && decode(query.substring(begin, nameEnd), true).equals(name)) {
                return nameEnd == end ? "" : decode(query.substring(nameEnd + 1, end), true);
            }
            begin = end + 1;
        }
        return null;
    }

    /** A percent sign without two hex digits stands for itself, and what is not UTF-8 is replaced. */
    static String decode(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && !(plusIsSpace && text.indexOf('+') >= 0)) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int hex = c == '%' ? hex(text, i + 1) : -1;
            if (hex >= 0) {
                bytes.write(hex);
                i += 3;
            } else {
                byte[] plain = String.valueOf(c == '+' && plusIsSpace ? ' ' : c).getBytes(StandardCharsets.UTF_8);
                bytes.write(plain, 0, plain.length);
                i++;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int hex(String text, int at) {
        if (at + 2 > text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}
