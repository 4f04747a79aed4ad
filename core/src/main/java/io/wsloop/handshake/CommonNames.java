package io.wsloop.handshake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The field names of nearly every head. They are found by their bytes, so that reading them makes no String. */
final class CommonNames {
    private static final int SLOTS = 256;
    private static final String[] NAMES = new String[SLOTS];
    private static final byte[][] BYTES = new byte[SLOTS][];

    static {
        String[] names = {
            "Accept",
            "Accept-Encoding",
            "Accept-Language",
            "Allow",
            "Authorization",
            "Cache-Control",
            "Connection",
            "Content-Length",
            "Content-Type",
            "Cookie",
            "DNT",
            "Date",
            "ETag",
            "Forwarded",
            "Host",
            "If-Modified-Since",
            "If-None-Match",
            "Last-Modified",
            "Location",
            "Origin",
            "Pragma",
            "Priority",
            "Referer",
            "Sec-Fetch-Dest",
            "Sec-Fetch-Mode",
            "Sec-Fetch-Site",
            "Sec-Fetch-User",
            "Sec-GPC",
            "Sec-WebSocket-Accept",
            "Sec-WebSocket-Extensions",
            "Sec-WebSocket-Key",
            "Sec-WebSocket-Protocol",
            "Sec-WebSocket-Version",
            "Server",
            "Set-Cookie",
            "Transfer-Encoding",
            "Upgrade",
            "Upgrade-Insecure-Requests",
            "User-Agent",
            "X-Forwarded-For",
            "X-Forwarded-Proto",
            "X-Real-IP",
            "sec-ch-ua",
            "sec-ch-ua-mobile",
            "sec-ch-ua-platform"
        };
        for (String name : names) {
            byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
            int slot = slot(bytes, 0, bytes.length);
            // A name that shares a slot with an earlier one is not kept: each head makes it again.
            if (BYTES[slot] == null) {
                BYTES[slot] = bytes;
                NAMES[slot] = name;
            }
        }
    }

    private CommonNames() {}

    /** The name in these bytes; length is at least 1. */
    static String of(byte[] bytes, int offset, int length) {
        int slot = slot(bytes, offset, length);
        byte[] known = BYTES[slot];
        if (known != null && Arrays.equals(known, 0, known.length, bytes, offset, offset + length)) {
            return NAMES[slot];
        }
        return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }

    private static int slot(byte[] bytes, int offset, int length) {
        int first = bytes[offset];
        int middle = bytes[offset + (length >> 1)];
        int last = bytes[offset + length - 1];
        return (length * 31 + first * 7 + middle * 61 + last * 13) & (SLOTS - 1);
    }
}
