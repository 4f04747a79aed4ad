package io.wsloop.handshake;

import static io.wsloop.handshake.HandshakeFields.ACCEPT;
import static io.wsloop.handshake.HandshakeFields.CONNECTION;
import static io.wsloop.handshake.HandshakeFields.EXTENSIONS;
import static io.wsloop.handshake.HandshakeFields.KEY;
import static io.wsloop.handshake.HandshakeFields.PROTOCOL;
import static io.wsloop.handshake.HandshakeFields.UPGRADE;
import static io.wsloop.handshake.HandshakeFields.VERSION;
import static io.wsloop.handshake.HandshakeFields.WEBSOCKET;

import io.wsloop.deflate.DeflateOptions;
import io.wsloop.deflate.DeflateTerms;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of the opening handshake (RFC 6455 §4.2), as functions over heads. A driver calls {@link
 * #isUpgrade} and {@link #check}, then asks the application (routes, {@link #isSameOrigin(RequestHead, boolean)} and so
 * on), and answers with {@link #accept}. Any thread.
 */
public final class ServerHandshake {
    private static final String KEY_RULE =
            " must be the base64 of exactly 16 bytes (RFC 6455 §4.2.1); send 22 characters and ==";

    /** What each 101 begins with. */
    private static final Headers SWITCHING = Headers.of(UPGRADE, WEBSOCKET, CONNECTION, UPGRADE);

    /** The bytes of the third field of each 101: base64 writes a SHA-1 in 28 characters. */
    private static final int ACCEPT_BYTES = FieldBuffer.size(ACCEPT.length(), 28);

    private ServerHandshake() {}

    /**
     * Tells whether a request asks for a WebSocket, correctly or not: it names websocket in Upgrade, or it has a field
     * that only the opening handshake has. Every other request is plain HTTP.
     *
     * @param request any
     * @return true when {@link #check} should check it
     */
    public static boolean isUpgrade(RequestHead request) {
        Headers headers = request.headers();
        return headers.hasToken(UPGRADE, WEBSOCKET) || headers.contains(KEY) || headers.contains(VERSION);
    }

    /**
     * Checks every rule of RFC 6455 §4.2.1 that does not depend on the application.
     *
     * @param request from a {@link HeadReader}
     * @return null when the request may be accepted; otherwise the refusal: 400, 405, or 426 with the supported
     *     version, also for HTTP/1.0
     */
    public static HandshakeResult.@Nullable Rejected check(RequestHead request) {
        Headers headers = request.headers();
        // RFC 6455 §4.2.1 item 1: the request is a GET of HTTP/1.1 or higher. Higher versions open a WebSocket in
        // another way (RFC 8441).
        if (!request.method().equals("GET")) {
            // RFC 9110 §9.3.2: the answer to a HEAD has no body.
            String message = request.method().equals("HEAD") ? "" : "a WebSocket is opened with GET (RFC 6455 §4.2.1)";
            return new HandshakeResult.Rejected(405, message, Headers.of("Allow", "GET"));
        }
        if (!request.version().equals("HTTP/1.1")) {
            // RFC 9110 §15.5.22: 426 says that the server would serve the request in another protocol version.
            return new HandshakeResult.Rejected(
                    426,
                    "a WebSocket is opened with HTTP/1.1 (RFC 6455 §4.1), not " + request.version()
                            + ": if a proxy stands in between, let it speak HTTP/1.1 to this server",
                    Headers.of(UPGRADE, WEBSOCKET, VERSION, "13"));
        }
        // A body would lie in the place of the first frame, and a proxy on the way might take it for one.
        if (headers.contains("Transfer-Encoding") || request.contentLength() > 0) {
            return bad("a WebSocket's request must not have a body");
        }
        if (!headers.hasToken(UPGRADE, WEBSOCKET)) {
            return bad("Upgrade must list websocket (RFC 6455 §4.2.1 item 3)");
        }
        if (!headers.hasToken(CONNECTION, UPGRADE)) {
            return bad("Connection must list Upgrade (RFC 6455 §4.2.1 item 4)");
        }
        HandshakeResult.Rejected wrongVersion = checkVersion(headers);
        if (wrongVersion != null) {
            return wrongVersion;
        }
        String key = headers.first(KEY);
        if (key == null || headers.count(KEY) != 1) {
            return bad("expected one " + KEY + ", " + headers.count(KEY) + " came (RFC 6455 §11.3.1)");
        }
        if (!isKey(key)) {
            return bad(KEY + KEY_RULE);
        }
        try {
            ExtensionOffer.parse(headers.all(EXTENSIONS));
        } catch (HeadException e) {
            return HandshakeResult.Rejected.of(e);
        }
        return checkSubprotocols(headers);
    }

    /**
     * Makes the 101 for a request that {@link #check} has accepted. It chooses the first of the server's subprotocols
     * that the client offered, or none.
     *
     * @param request that passed the check
     * @param subprotocols of the server, in its order of preference
     * @param deflate how to compress, or null for no compression
     * @param extra the application's fields
     * @return the agreed terms, and the response
     * @throws IllegalArgumentException when the request would not pass the check, a subprotocol is no token, or extra
     *     names a field of the handshake itself
     */
    public static HandshakeResult.Accepted accept(
            RequestHead request, List<String> subprotocols, @Nullable DeflateOptions deflate, Headers extra) {
        HandshakeFields.requireSubprotocols(subprotocols);
        List<String> offered = offeredSubprotocols(request);
        for (String subprotocol : subprotocols) {
            if (offered.contains(subprotocol)) {
                return respond(request, subprotocol, deflate, extra);
            }
        }
        return respond(request, null, deflate, extra);
    }

    /**
     * Makes the 101 with a subprotocol that the caller chose from {@link #offeredSubprotocols}. A server must choose
     * one that the client offered, or none (RFC 6455 §4.2.2 item 4).
     *
     * @param request that passed the check
     * @param subprotocol one that the client offered, or null for none
     * @param deflate how to compress, or null for no compression
     * @param extra the application's fields
     * @return the agreed terms, and the response
     * @throws IllegalArgumentException when the request would not pass the check, the client did not offer the
     *     subprotocol, or extra names a field of the handshake itself
     */
    public static HandshakeResult.Accepted acceptWith(
            RequestHead request, @Nullable String subprotocol, @Nullable DeflateOptions deflate, Headers extra) {
        Objects.requireNonNull(request, "request must not be null");
        Objects.requireNonNull(extra, "extra must not be null");
        if (subprotocol != null && !offeredSubprotocols(request).contains(subprotocol)) {
            throw new IllegalArgumentException("expected a subprotocol that the client offered ("
                    + offeredSubprotocols(request) + "), not " + Chars.quote(subprotocol) + " (RFC 6455 §4.2.2)");
        }
        return respond(request, subprotocol, deflate, extra);
    }

    /**
     * The subprotocols that the client offers.
     *
     * @param request any
     * @return in the client's order of preference, immutable
     */
    public static List<String> offeredSubprotocols(RequestHead request) {
        return request.headers().tokens(PROTOCOL);
    }

    /**
     * Tells whether a request comes from a page of this server, or from no page at all (RFC 6455 §10.2, RFC 6454). A
     * browser always sends Origin with a WebSocket, so a request without Origin comes from no page and passes.
     * Otherwise the origin's scheme, host and port must be those of the request. Names are compared in any case, and a
     * default port may be left out.
     *
     * @param request from a {@link HeadReader}
     * @param secure whether the server is reached by wss
     * @return false for another origin, for {@code null}, and for a value that is not one origin
     */
    public static boolean isSameOrigin(RequestHead request, boolean secure) {
        return isSameOrigin(request.headers(), secure);
    }

    /**
     * The same check as {@link #isSameOrigin(RequestHead, boolean)}, for a caller that has only the fields.
     *
     * @param headers of a request from a {@link HeadReader}
     * @param secure whether the server is reached by wss
     * @return false for another origin, for {@code null}, and for a value that is not one origin
     */
    public static boolean isSameOrigin(Headers headers, boolean secure) {
        String origin = headers.first("Origin");
        if (origin == null) {
            return true;
        }
        String scheme = secure ? "https://" : "http://";
        String host = headers.first("Host");
        if (host == null
                || headers.count("Origin") != 1
                || !origin.regionMatches(true, 0, scheme, 0, scheme.length())) {
            return false;
        }
        Authority page = Authority.parse(origin.substring(scheme.length()));
        Authority here = Authority.parse(host);
        int defaultPort = secure ? 443 : 80;
        return page != null
                && here != null
                && page.sameHost(here)
                && page.portOr(defaultPort) == here.portOr(defaultPort);
    }

    /**
     * The value that proves that the server has read the key: its hash with a fixed GUID (RFC 6455 §4.2.2 item 5.4).
     *
     * @param key as the client sent it
     * @return the value of Sec-WebSocket-Accept
     */
    public static String acceptKey(String key) {
        Objects.requireNonNull(key, "key must not be null");
        return HandshakeFields.accept(key);
    }

    private static HandshakeResult.Accepted respond(
            RequestHead request, @Nullable String subprotocol, @Nullable DeflateOptions deflate, Headers extra) {
        HandshakeFields.refuseOwnFields(extra);
        Headers asked = request.headers();
        String key = asked.first(KEY);
        if (key == null || !isKey(key)) {
            throw unchecked(KEY + KEY_RULE);
        }
        Headers.Builder fields = Headers.builder(SWITCHING.bytes() + ACCEPT_BYTES + extra.bytes())
                .addAll(SWITCHING)
                .add(ACCEPT, acceptKey(key));
        if (subprotocol != null) {
            fields.add(PROTOCOL, subprotocol);
        }
        List<ExtensionOffer> offers = deflate == null ? List.of() : offers(asked);
        DeflateTerms terms = deflate == null ? null : DeflateNegotiation.accept(offers, deflate);
        if (terms != null) {
            fields.add(EXTENSIONS, DeflateNegotiation.response(terms, offers).render());
        }
        ResponseHead response = new ResponseHead(
                "HTTP/1.1",
                101,
                ResponseWriter.reason(101),
                fields.addAll(extra).build());
        return new HandshakeResult.Accepted(response, subprotocol, terms);
    }

    private static List<ExtensionOffer> offers(Headers asked) {
        List<String> lines = asked.all(EXTENSIONS);
        if (lines.isEmpty()) {
            return List.of();
        }
        try {
            return ExtensionOffer.parse(lines);
        } catch (HeadException e) {
            throw unchecked(e.getMessage());
        }
    }

    private static IllegalArgumentException unchecked(@Nullable String fault) {
        return new IllegalArgumentException("the request did not pass check(): " + fault);
    }

    private static HandshakeResult.@Nullable Rejected checkVersion(Headers headers) {
        String version = headers.first(VERSION);
        if (version == null || headers.count(VERSION) != 1) {
            return bad("expected one " + VERSION + ", " + headers.count(VERSION) + " came (RFC 6455 §4.2.1 item 6)");
        }
        // RFC 6455 §4.4: a server that does not support the requested version must name those that it supports.
        return version.equals("13")
                ? null
                : new HandshakeResult.Rejected(
                        426, VERSION + " must be 13 (RFC 6455 §4.4)", Headers.of(UPGRADE, WEBSOCKET, VERSION, "13"));
    }

    /**
     * True for 16 bytes in Base64: 22 characters and two of padding. The last four bits before the padding carry
     * nothing and must be 0.
     */
    private static boolean isKey(String key) {
        if (key.length() != 24 || !key.endsWith("==") || "AQgw".indexOf(key.charAt(21)) < 0) {
            return false;
        }
        for (int i = 0; i < 21; i++) {
            int c = key.charAt(i);
            int lower = c | 0x20;
            if (!Chars.isDigit(c) && (lower < 'a' || lower > 'z') && c != '+' && c != '/') {
                return false;
            }
        }
        return true;
    }

    private static HandshakeResult.@Nullable Rejected checkSubprotocols(Headers headers) {
        if (!headers.contains(PROTOCOL)) {
            return null;
        }
        List<String> offered = headers.tokens(PROTOCOL);
        Set<String> seen = new HashSet<>();
        for (String subprotocol : offered) {
            // RFC 6455 §4.1 item 10: subprotocols are tokens, and all different.
            if (!Chars.isToken(subprotocol) || !seen.add(subprotocol)) {
                return bad(PROTOCOL + " must list different tokens (RFC 6455 §4.1 item 10)");
            }
        }
        // RFC 6455 §4.2.2 item 4: the empty string is not the name of a subprotocol.
        return offered.isEmpty() ? bad(PROTOCOL + " must list at least one token (RFC 6455 §11.3.4)") : null;
    }

    private static HandshakeResult.Rejected bad(String message) {
        return new HandshakeResult.Rejected(400, message, Headers.EMPTY);
    }
}
