package io.wsloop.handshake;

/** Which bytes may stand where in a head, as one table look-up each (RFC 9110 §5.6.2, RFC 9112 §3.2). */
final class Chars {
    private static final byte TOKEN = 1;
    private static final byte VALUE = 2;
    private static final byte TARGET = 4;
    private static final byte HOST = 8;
    private static final byte[] KINDS = new byte[256];

    static {
        for (int c = 0x21; c < 0x7F; c++) {
            KINDS[c] |= VALUE;
            // No fragment crosses the wire, and no browser leaves these four as they are, in a path or in a query.
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

    /** VCHAR, obs-text, space and tab: a field's value and a reason phrase. */
    static boolean isValue(int c) {
        return is(c, VALUE);
    }

    /** A printable character that may stand in a request target. */
    static boolean isTarget(int c) {
        return is(c, TARGET);
    }

    /**
     * A registered name's character (RFC 3986 §3.2.2). Percent escapes are left out, for no name in DNS needs one, and so
     * is the comma, for two Hosts that somebody joined would hold it.
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

    /** For messages: printable ASCII in quotes, everything else as a number, so that nothing is smuggled into a log. */
    static String describe(int c) {
        return c > ' ' && c < 0x7F ? "'" + (char) c + "'" : String.format("0x%02x", c);
    }

    /** For messages: what a peer sent, kept short and printable. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < Math.min(text.length(), 60); i++) {
            char c = text.charAt(i);
            quoted.append(c >= ' ' && c < 0x7F ? c : '?');
        }
        return quoted.append(text.length() > 60 ? "…\"" : "\"").toString();
    }
}
