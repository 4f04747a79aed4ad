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
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The client's side of the opening handshake (RFC 6455 §4.1), one object for each attempt. Immutable; any thread. */
public final class ClientHandshake {
    private static final byte[] NO_BODY = new byte[0];

    private final WebSocketUri target;
    private final RequestHead request;
    private final List<String> subprotocols;
    private final @Nullable DeflateOptions deflate;
    private final String expectedAccept;

    private ClientHandshake(
            WebSocketUri target,
            Headers headers,
            List<String> subprotocols,
            @Nullable DeflateOptions deflate,
            String key) {
        this.target = target;
        request = target.request(headers);
        this.subprotocols = subprotocols;
        this.deflate = deflate;
        this.expectedAccept = HandshakeFields.accept(key);
    }

    /**
     * Makes an attempt.
     *
     * @param uri scheme ws or wss, no fragment, no user information (RFC 6455 §3). The host is a name or an address. A
     *     name may hold underscores and other characters than ASCII. An IPv6 address may have a zone, which is not sent
     * @param subprotocols to offer, in order of preference; may be empty
     * @param deflate the compression to offer, or null for none
     * @param extra the application's fields, such as Origin, Authorization or Cookie
     * @param nonce 16 random bytes that nobody can guess, new ones for each attempt (RFC 6455 §4.1 item 7)
     * @return the attempt
     * @throws IllegalArgumentException when an argument breaks these rules, or extra names a field of the handshake
     *     itself
     */
    public static ClientHandshake of(
            URI uri, List<String> subprotocols, @Nullable DeflateOptions deflate, Headers extra, byte[] nonce) {
        HandshakeFields.requireSubprotocols(subprotocols);
        HandshakeFields.refuseOwnFields(extra);
        if (nonce.length != 16) {
            throw new IllegalArgumentException("the nonce must have 16 bytes (RFC 6455 §4.1), not " + nonce.length);
        }
        WebSocketUri target = WebSocketUri.of(uri);
        String key = Base64.getEncoder().encodeToString(nonce);
        Headers.Builder fields = Headers.builder()
                .add("Host", target.hostField())
                .add(UPGRADE, WEBSOCKET)
                .add(CONNECTION, UPGRADE)
                .add(KEY, key)
                .add(VERSION, "13");
        if (!subprotocols.isEmpty()) {
            fields.add(PROTOCOL, String.join(", ", subprotocols));
        }
        if (deflate != null) {
            fields.add(EXTENSIONS, render(DeflateNegotiation.offers(deflate)));
        }
        Headers headers = fields.addAll(extra).build();
        return new ClientHandshake(target, headers, List.copyOf(subprotocols), deflate, key);
    }

    /**
     * The request that the client sends.
     *
     * @return the request's head
     */
    public RequestHead request() {
        return request;
    }

    /**
     * The host and port to connect to, without the zone of an IPv6 address.
     *
     * @return host and port; the port is the scheme's default (80, 443) when the URI names none
     */
    public Authority authority() {
        return target.authority();
    }

    /**
     * The zone of an IPv6 address (RFC 4007 §11). It selects the interface of this machine.
     *
     * @return an interface's name or number, or empty when the URI names none
     */
    public String zone() {
        return target.zone();
    }

    /**
     * The request as bytes for the wire.
     *
     * @return a new buffer
     */
    public ByteBuffer bytes() {
        return HeadBytes.of(request.method(), request.target(), request.version(), request.headers(), NO_BODY);
    }

    /**
     * Checks the server's response by every rule of RFC 6455 §4.1. For example, its Sec-WebSocket-Accept must prove
     * that the server has read this attempt's key.
     *
     * @param response of the server
     * @return the terms that both ends agreed on
     * @throws HandshakeException when the server refused, or its response breaks a rule; says what was expected and
     *     what came. The driver adds what it reads of the body with {@link HandshakeException#withBody}
     */
    public HandshakeResult.Accepted check(ResponseHead response) throws HandshakeException {
        Headers headers = response.headers();
        if (response.status() != 101) {
            throw broken(response, "status 101", refusal(response));
        }
        if (!response.version().equals("HTTP/1.1")) {
            throw broken(response, "HTTP/1.1", response.version());
        }
        // Item 2: the value of Upgrade must be websocket, so a list of several values is refused.
        List<String> upgrade = headers.tokens(UPGRADE);
        if (upgrade.size() != 1 || !upgrade.get(0).equalsIgnoreCase(WEBSOCKET)) {
            throw broken(response, "Upgrade: websocket", came(upgrade));
        }
        // Item 3: Connection must hold the token Upgrade.
        if (!headers.hasToken(CONNECTION, UPGRADE)) {
            throw broken(response, "Connection: Upgrade", came(headers.all(CONNECTION)));
        }
        // Item 4: Sec-WebSocket-Accept must hold the hash of the key.
        List<String> accept = headers.all(ACCEPT);
        if (accept.size() != 1 || !accept.get(0).equals(expectedAccept)) {
            throw broken(response, ACCEPT + ": " + expectedAccept, came(accept));
        }
        return new HandshakeResult.Accepted(response, subprotocol(response), terms(response));
    }

    /** RFC 6455 §4.1 item 6: the server may choose only a subprotocol that the client offered, or none. */
    private @Nullable String subprotocol(ResponseHead response) throws HandshakeException {
        List<String> answered = response.headers().all(PROTOCOL);
        if (answered.isEmpty()) {
            return null;
        }
        if (answered.size() != 1 || !subprotocols.contains(answered.get(0))) {
            throw broken(response, "at most one subprotocol out of " + subprotocols, came(answered));
        }
        return answered.get(0);
    }

    /** RFC 6455 §4.1 item 5: the server may use only extensions that the client offered. */
    private @Nullable DeflateTerms terms(ResponseHead response) throws HandshakeException {
        List<String> lines = response.headers().all(EXTENSIONS);
        // RFC 6455 §11.3.2: a response must not hold the field more than once.
        if (lines.size() > 1) {
            throw broken(response, "at most one line of " + EXTENSIONS, came(lines));
        }
        try {
            List<ExtensionOffer> answered = ExtensionOffer.parse(lines);
            if (answered.isEmpty()) {
                return null;
            }
            if (deflate == null) {
                throw broken(response, "no extension, for none was offered", came(lines));
            }
            return DeflateNegotiation.confirm(answered, deflate);
        } catch (HeadException e) {
            HandshakeException failure = broken(response, "an answer to what was offered", came(lines));
            failure.initCause(e);
            throw failure;
        }
    }

    private static String refusal(ResponseHead response) {
        String location = response.headers().first("Location");
        return RefusalText.escape((response.status() + " " + response.reason()).trim())
                + (location == null ? "" : "; redirects are not followed, this one leads to " + Chars.quote(location));
    }

    private static String came(List<String> values) {
        return values.isEmpty() ? "nothing" : Chars.quote(String.join(", ", values));
    }

    private static HandshakeException broken(ResponseHead response, String expected, String came) {
        return new HandshakeException(
                "the server refused the WebSocket or answered it wrongly: expected " + expected
                        + " (RFC 6455 §4.1), got " + came,
                response,
                NO_BODY);
    }

    private static String render(List<ExtensionOffer> offers) {
        StringBuilder text = new StringBuilder();
        for (ExtensionOffer offer : offers) {
            text.append(text.length() == 0 ? "" : ", ").append(offer.render());
        }
        return text.toString();
    }
}
