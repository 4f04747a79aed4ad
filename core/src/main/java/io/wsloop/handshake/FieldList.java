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

    static boolean contains(String value, String token) {
        for (int from = 0; from <= value.length(); ) {
            int end = elementEnd(value, from);
            int start = skipSpace(value, from, end);
            int length = trimEnd(value, start, end) - start;
            if (length == token.length() && value.regionMatches(true, start, token, 0, length)) {
                return true;
            }
            from = end + 1;
        }
        return false;
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
