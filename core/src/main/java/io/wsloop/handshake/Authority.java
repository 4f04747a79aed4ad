package io.wsloop.handshake;

import org.jspecify.annotations.Nullable;

/** {@code host[:port]} as in a Host field, an absolute target or an origin (RFC 3986 §3.2); port -1 when not named. */
record Authority(String host, int port) {
    /** Null when the text is anything else, user information included. */
    static @Nullable Authority parse(String text) {
        int hostEnd = text.startsWith("[") ? literalEnd(text) : nameEnd(text);
        if (hostEnd <= 0) {
            return null;
        }
        String host = text.substring(0, hostEnd);
        if (hostEnd == text.length()) {
            return new Authority(host, -1);
        }
        if (text.charAt(hostEnd) != ':') {
            return null;
        }
        int port = 0;
        for (int i = hostEnd + 1; i < text.length(); i++) {
            int c = text.charAt(i);
            if (!Chars.isDigit(c)) {
                return null;
            }
            port = port * 10 + c - '0';
            if (port > 0xFFFF) {
                return null;
            }
        }
        // RFC 3986 §3.2.3 lets a port be empty, which is as good as none.
        return new Authority(host, hostEnd + 1 == text.length() ? -1 : port);
    }

    private static int nameEnd(String text) {
        int end = 0;
        while (end < text.length() && Chars.isHost(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Of an IPv6 address in brackets; its inner grammar is left to whoever connects to it. */
    private static int literalEnd(String text) {
        int end = 1;
        while (end < text.length() && (Chars.hex(text.charAt(end)) >= 0 || ":.".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        boolean closed = end > 2 && end < text.length() && text.charAt(end) == ']';
        return closed ? end + 1 : -1;
    }

    int portOr(int defaultPort) {
        return port < 0 ? defaultPort : port;
    }

    boolean sameHost(Authority other) {
        return host.equalsIgnoreCase(other.host);
    }
}
