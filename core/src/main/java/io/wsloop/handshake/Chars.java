package io.wsloop.handshake;

/** Tells which bytes may stand where in a head, with one look-up in a table (RFC 9110 §5.6.2, RFC 9112 §3.2). */
final class Chars {
    private static final byte TOKEN = 1;
    private static final byte VALUE = 2;
    private static final byte TARGET = 4;
    private static final byte HOST = 8;
    private static final byte[] KINDS = new byte[256];

    static {
        for (int c = 0x21; c < 0x7F; c++) {
            KINDS[c] |= VALUE;
            // A fragment never crosses the wire, and every browser escapes these four in a path and in a query.
            if (c != '#' && c != '"' && c != '<' && c != '>') {
                KINDS[c] |= TARGET;
            }
            if (isAlphanumeric(c)) {
                KINDS[c] |= TOKEN | HOST;
            }
        }
        for (int c = 0x80; c <= 0xFF; c++) {
            KINDS[c] |= VALUE;
        }
        KINDS[' '] |= VALUE;
        KINDS['\t'] |= VALUE;
        mark("!#$%&'*+-.^_`|~", TOKEN);
        mark("-._~!$&'()*+;=", HOST);
    }

    private Chars() {}

    private static void mark(String chars, byte kind) {
        for (int i = 0; i < chars.length(); i++) {
            KINDS[chars.charAt(i)] |= kind;
        }
    }

    private static boolean isAlphanumeric(int c) {
        return isDigit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isToken(int c) {
        return is(c, TOKEN);
    }

    /**
     * A character of a field's value or of a reason phrase: visible ASCII, a byte above 0x7F, space or tab
     * (RFC 9110 §5.5).
     */
    static boolean isValue(int c) {
        return is(c, VALUE);
    }

    /** A printable character that may stand in a request target. */
    static boolean isTarget(int c) {
        return is(c, TARGET);
    }

    /**
     * A character of a registered name (RFC 3986 §3.2.2). Percent escapes are left out because no name in DNS needs
     * one. The comma is left out because two Host fields may have been joined with it.
     */
    static boolean isHost(int c) {
        return is(c, HOST);
    }

    private static boolean is(int c, byte kind) {
        return c < KINDS.length && (KINDS[c] & kind) != 0;
    }

    static boolean isSpace(int c) {
        return c == ' ' || c == '\t';
    }

    /** A token of at least one character. */
    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isToken(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    static boolean isValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isValue(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hex(int c) {
        if (isDigit(c)) {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /**
     * Shows a character in a message: printable ASCII in quotes, any other as a number, so that it cannot forge a line
     * of a log.
     */
    static String describe(int c) {
        return c > ' ' && c < 0x7F ? "'" + (char) c + "'" : String.format("0x%02x", c);
    }

    /** Shows text of a peer in a message, short and printable. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < Math.min(text.length(), 60); i++) {
            char c = text.charAt(i);
            quoted.append(c >= ' ' && c < 0x7F ? c : '?');
        }
        return quoted.append(text.length() > 60 ? "…\"" : "\"").toString();
    }
}
