package io.wsloop.handshake;

import org.jspecify.annotations.Nullable;

/** Parses addresses (RFC 3986 §3.2.2). It is strict, so that any other text is certainly a name. */
final class IpLiteral {
    private static final int V6_BYTES = 16;

    private IpLiteral() {}

    /** Parses four decimal numbers up to 255 without leading zeros. Null for any other text. */
    static byte @Nullable [] v4(String text) {
        byte[] address = new byte[4];
        return v4(text, 0, address, 0) ? address : null;
    }

    private static boolean v4(String text, int from, byte[] address, int at) {
        int i = from;
        for (int part = 0; part < 4; part++) {
            if (part > 0 && (i == text.length() || text.charAt(i++) != '.')) {
                return false;
            }
            int begin = i;
            int value = 0;
            while (i < text.length() && i - begin < 3 && Chars.isDigit(text.charAt(i))) {
                value = value * 10 + text.charAt(i++) - '0';
            }
            boolean leadingZero = i - begin > 1 && text.charAt(begin) == '0';
            if (i == begin || leadingZero || value > 0xFF) {
                return false;
            }
            address[at + part] = (byte) value;
        }
        return i == text.length();
    }

    /**
     * Parses eight groups of one to four hexadecimal digits. The last two may be an IPv4 address, and one {@code ::}
     * may stand for one or more groups of zeros. Null for any other text.
     */
    static byte @Nullable [] v6(String text) {
        byte[] address = new byte[V6_BYTES];
        int filled = 0;
        int gap = -1;
        int i = 0;
        if (text.startsWith("::")) {
            gap = 0;
            i = 2;
        }
        while (i < text.length()) {
            int end = i;
            int value = 0;
            while (end < text.length() && end - i < 4 && Chars.hex(text.charAt(end)) >= 0) {
                value = value << 4 | Chars.hex(text.charAt(end++));
            }
            if (end < text.length() && text.charAt(end) == '.') {
                if (filled > V6_BYTES - 4 || !v4(text, i, address, filled)) {
                    return null;
                }
                filled += 4;
                break;
            }
            if (end == i || filled == V6_BYTES) {
                return null;
            }
            address[filled++] = (byte) (value >> 8);
            address[filled++] = (byte) value;
            i = end;
            if (i < text.length()) {
                if (text.charAt(i++) != ':' || i == text.length()) {
                    return null;
                }
                if (text.charAt(i) == ':') {
                    if (gap >= 0) {
                        return null;
                    }
                    gap = filled;
                    i++;
                }
            }
        }
        if (gap < 0) {
            return filled == V6_BYTES ? address : null;
        }
        if (filled == V6_BYTES) {
            return null;
        }
        byte[] whole = new byte[V6_BYTES];
        System.arraycopy(address, 0, whole, 0, gap);
        System.arraycopy(address, gap, whole, V6_BYTES - (filled - gap), filled - gap);
        return whole;
    }
}
