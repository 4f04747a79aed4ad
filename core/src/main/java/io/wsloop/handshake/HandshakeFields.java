package io.wsloop.handshake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The field names of the opening handshake (RFC 6455 §11.3), and the rules that both roles check. */
final class HandshakeFields {
    static final String UPGRADE = "Upgrade";
    static final String CONNECTION = "Connection";
    static final String WEBSOCKET = "websocket";
    static final String KEY = "Sec-WebSocket-Key";
    static final String ACCEPT = "Sec-WebSocket-Accept";
    static final String VERSION = "Sec-WebSocket-Version";
    static final String PROTOCOL = "Sec-WebSocket-Protocol";
    static final String EXTENSIONS = "Sec-WebSocket-Extensions";

    private static final List<String> OWN = List.of(
            UPGRADE,
            CONNECTION,
            KEY,
            ACCEPT,
            VERSION,
            PROTOCOL,
            EXTENSIONS,
            "Host",
            "Content-Length",
            "Transfer-Encoding");
    private static final byte[] GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11".getBytes(StandardCharsets.US_ASCII);

    /** A digest without input. Each key takes a copy, which costs less than asking the security providers again. */
    private static final MessageDigest SHA1 = newSha1();

    private HandshakeFields() {}

    /** True if nobody needs this field after the request was answered: its value is fixed, or a nonce. */
    static boolean isSpent(FieldCursor field) {
        return field.isNamed(UPGRADE) || field.isNamed(CONNECTION) || field.isNamed(KEY) || field.isNamed(VERSION);
    }

    /** Refuses an application's field that the handshake writes itself. */
    static void refuseOwnFields(Headers extra) {
        for (String own : OWN) {
            if (extra.contains(own)) {
                throw new IllegalArgumentException(own + " belongs to the handshake itself; leave it out");
            }
        }
    }

    /** Refuses subprotocols that break RFC 6455 §4.1 item 10: all must be tokens, and all different. */
    static void requireSubprotocols(List<String> subprotocols) {
        if (subprotocols.isEmpty()) {
            return;
        }
        Set<String> seen = new HashSet<>();
        for (String subprotocol : subprotocols) {
            if (!Chars.isToken(subprotocol)) {
                throw new IllegalArgumentException(
                        "a subprotocol must be a token (RFC 6455 §4.1), not " + Chars.quote(subprotocol));
            }
            if (!seen.add(subprotocol)) {
                throw new IllegalArgumentException("the subprotocol " + subprotocol + " is named twice");
            }
        }
    }

    /**
     * The value of Sec-WebSocket-Accept: the key and a fixed GUID, hashed with SHA-1, in Base64 (RFC 6455 §4.2.2 item
     * 5.4).
     */
    static String accept(String key) {
        byte[] text = new byte[key.length() + GUID.length];
        byte[] ascii = key.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(ascii, 0, text, 0, ascii.length);
        System.arraycopy(GUID, 0, text, ascii.length, GUID.length);
        return Base64.getEncoder().encodeToString(sha1().digest(text));
    }

    private static MessageDigest sha1() {
        try {
            return (MessageDigest) SHA1.clone();
        } catch (CloneNotSupportedException e) {
            // The digest of some other security provider.
            return newSha1();
        }
    }

    private static MessageDigest newSha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-1", e);
        }
    }
}
