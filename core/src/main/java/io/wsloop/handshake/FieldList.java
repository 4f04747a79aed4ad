package io.wsloop.handshake;

import java.util.List;

/** Reads comma-separated lists in field values (RFC 9110 §5.6.1). A comma within a quoted string separates nothing. */
final class FieldList {
    private FieldList() {}

    /** The end of the element that begins at {@code from}: its comma, or the value's end. */
    private static int elementEnd(String value, int from) {
        boolean quoted = false;
        for (int i = from; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == ',' && !quoted) {
                return i;
            }
        }
        return value.length();
    }

    /** Whether one element of the value in {@code bytes[from..end)} equals the token in any case. Makes no strings. */
    static boolean contains(byte[] bytes, int from, int end, String token) {
        int at = from;
        while (at <= end) {
            int elementEnd = elementEnd(bytes, at, end);
            int start = at;
            while (start < elementEnd && Chars.isSpace(bytes[start])) {
                start++;
            }
            int trimmed = elementEnd;
            while (trimmed > start && Chars.isSpace(bytes[trimmed - 1])) {
                trimmed--;
            }
            if (trimmed - start == token.length() && isSame(bytes, start, token)) {
                return true;
            }
            at = elementEnd + 1;
        }
        return false;
    }

    private static int elementEnd(byte[] bytes, int from, int end) {
        boolean quoted = false;
        for (int i = from; i < end; i++) {
            byte c = bytes[i];
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == ',' && !quoted) {
                return i;
            }
        }
        return end;
    }

    private static boolean isSame(byte[] bytes, int from, String token) {
        for (int i = 0; i < token.length(); i++) {
            char is = (char) (bytes[from + i] & 0xFF);
            char wanted = token.charAt(i);
            if (is != wanted && folded(is) != folded(wanted)) {
                return false;
            }
        }
        return true;
    }

    /** As {@link String#equalsIgnoreCase} folds: upper case first, for some letters have one only there. */
    private static char folded(char c) {
        return Character.toLowerCase(Character.toUpperCase(c));
    }

    /** Adds the elements without the space around them. A recipient must ignore empty ones (RFC 9110 §5.6.1.2). */
    static void addElements(String value, List<String> elements) {
        for (int from = 0; from <= value.length(); ) {
            int end = elementEnd(value, from);
            int start = skipSpace(value, from, end);
            int trimmed = trimEnd(value, start, end);
            if (start < trimmed) {
                elements.add(value.substring(start, trimmed));
            }
            from = end + 1;
        }
    }

    static int skipSpace(String value, int from, int end) {
        int at = from;
        while (at < end && Chars.isSpace(value.charAt(at))) {
            at++;
        }
        return at;
    }

    static int trimEnd(String value, int from, int end) {
        int at = end;
        while (at > from && Chars.isSpace(value.charAt(at - 1))) {
            at--;
        }
        return at;
    }
}
