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

/** The client's side of the opening handshake (RFC 6455 §4.1): one object per attempt. Immutable; any thread. */
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
     * An attempt.
     *
     * @param uri scheme ws or wss, no fragment, no user information (§3). The host is a name, underscores and other
     *     scripts than ASCII allowed, or an address; an IPv6 address may have a zone, which is not sent
     * @param subprotocols to offer, in order of preference; may be empty
     * @param deflate what compression to offer, or null for none
     * @param extra the application's fields, such as Origin, Authorization or Cookie
     * @param nonce 16 bytes that nobody can guess, drawn anew for each attempt (§4.1 item 7)
     * @return the attempt
     * @throws IllegalArgumentException when one of them is not so, or extra names a field of the handshake itself
     */
    public static ClientHandshake of(
            URI uri, List<String> subprotocols, @Nullable DeflateOptions deflate, Headers extra, byte[] nonce) {
        HandshakeFields.requireSubprotocols(subprotocols);
        HandshakeFields.requireForeign(extra);
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
     * What is asked.
     *
     * @return the request's head
     */
    public RequestHead request() {
        return request;
    }

    /**
     * Whom to connect to, without the zone of an IPv6 address.
     *
     * @return host and port; the port is the scheme's own (80, 443) when the URI names none
     */
    public Authority authority() {
        return target.authority();
    }

    /**
     * The zone of an IPv6 address (RFC 4007 §11), which picks the interface on this machine.
     *
     * @return an interface's name or number, or empty when the URI names none
     */
    public String zone() {
        return target.zone();
    }

    /**
     * The request for the wire.
     *
     * @return a new buffer
     */
    public ByteBuffer bytes() {
        return HeadBytes.of(request.method(), request.target(), request.version(), request.headers(), NO_BODY);
    }

    /**
     * Judges the answer by every rule of §4.1.
     *
     * @param response what the server answered
     * @return what was agreed
     * @throws HandshakeException when the server refused or answered wrongly: names what was expected and what came. The
     *     driver adds what it reads of the body with {@link HandshakeException#withBody}
     */
    public HandshakeResult.Accepted check(ResponseHead response) throws HandshakeException {
        Headers headers = response.headers();
        if (response.status() != 101) {
            throw broken(response, "status 101", refusal(response));
        }
        if (!response.version().equals("HTTP/1.1")) {
            throw broken(response, "HTTP/1.1", response.version());
        }
        // Item 2: the field's value is websocket, so a list of more than it is refused.
        List<String> upgrade = headers.tokens(UPGRADE);
        if (upgrade.size() != 1 || !upgrade.get(0).equalsIgnoreCase(WEBSOCKET)) {
            throw broken(response, "Upgrade: websocket", came(upgrade));
        }
        // Item 3.
        if (!headers.hasToken(CONNECTION, UPGRADE)) {
            throw broken(response, "Connection: Upgrade", came(headers.all(CONNECTION)));
        }
        // Item 4.
        List<String> accept = headers.all(ACCEPT);
        if (accept.size() != 1 || !accept.get(0).equals(expectedAccept)) {
            throw broken(response, ACCEPT + ": " + expectedAccept, came(accept));
        }
        return new HandshakeResult.Accepted(response, subprotocol(response), terms(response));
    }

    /** Item 6 of §4.1: none, or one of those that were offered. */
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

    /** Item 5 of §4.1: no extension that was not offered. */
    private @Nullable DeflateTerms terms(ResponseHead response) throws HandshakeException {
        List<String> lines = response.headers().all(EXTENSIONS);
        // §11.3.2: at most one line in a response.
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
