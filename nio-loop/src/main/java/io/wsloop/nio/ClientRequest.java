package io.wsloop.nio;

import io.wsloop.Limits;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.handshake.ClientHandshake;
import io.wsloop.handshake.Headers;
import io.wsloop.nio.internal.opening.ClientChoices;
import io.wsloop.nio.internal.opening.ClientPhase;
import io.wsloop.nio.internal.wire.Durations;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where one call of {@link WebSocketClient#connect(ClientRequest, io.wsloop.WebSocketListener)} connects to, and what is
 * chosen for that connection alone; what is not chosen comes from the client. Immutable; any thread. The methods with a
 * parameter give a copy that differs in one choice, so a request can be kept, and a token added to it before each connect.
 */
public final class ClientRequest {
    private final URI uri;
    private final Headers headers;

    /** Null: the client's. */
    private final @Nullable List<String> subprotocols;

    /** Null: the client's, unless {@link #deflateOff}. */
    private final @Nullable DeflateOptions deflate;

    private final boolean deflateOff;

    /** Null: the client's. */
    private final @Nullable Limits limits;

    /** Null: the client's. */
    private final @Nullable Duration connectTimeout;

    /** Server and path for messages, without the query. */
    private final String target;

    private ClientRequest(
            URI uri,
            Headers headers,
            @Nullable List<String> subprotocols,
            @Nullable DeflateOptions deflate,
            boolean deflateOff,
            @Nullable Limits limits,
            @Nullable Duration connectTimeout) {
        this.uri = uri;
        this.headers = headers;
        this.subprotocols = subprotocols;
        this.deflate = deflate;
        this.deflateOff = deflateOff;
        this.limits = limits;
        this.connectTimeout = connectTimeout;
        // Refuses a wrong choice where it is made, and not at the connect.
        ClientHandshake checked = ClientHandshake.of(
                uri, subprotocols == null ? List.of() : subprotocols, deflate, headers, new byte[16]);
        target = ClientPhase.nameOf(checked);
    }

    /**
     * A request with the client's own choices.
     *
     * @param uri {@code ws://host[:port]/path[?query]}. The host is a name (underscores are allowed, and other scripts
     *     than ASCII), an IPv4 address, or an IPv6 address in brackets, perhaps with a zone
     * @return a request
     * @throws IllegalArgumentException when this is no WebSocket URI; the text names what was expected and what came
     */
    public static ClientRequest to(URI uri) {
        Objects.requireNonNull(uri, "uri");
        if ("wss".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException(
                    "TLS is not there yet: expected a ws:// URI, not wss://; put a TLS proxy before the server");
        }
        return new ClientRequest(uri, Headers.EMPTY, null, null, false, null, null);
    }

    /**
     * Sends a header field, such as Authorization with a token that is still valid. It replaces the client's fields of the
     * same name; other fields of the client are sent as well. A second call with the same name adds a second line.
     *
     * @param name in any case, none of the handshake's own
     * @param value ISO 8859-1 without a line break
     * @return a new request
     * @throws IllegalArgumentException when HTTP does not allow the name or the value, or when the field belongs to the
     *     opening handshake
     */
    public ClientRequest header(String name, String value) {
        Headers more = headers.toBuilder()
                .add(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"))
                .build();
        return new ClientRequest(uri, more, subprotocols, deflate, deflateOff, limits, connectTimeout);
    }

    /**
     * Offers these subprotocols (RFC 6455 §1.9) in place of the client's.
     *
     * @param names in order of preference; without a name, none is offered
     * @return a new request
     * @throws IllegalArgumentException when a name is no token or comes twice
     */
    public ClientRequest subprotocols(String... names) {
        for (String name : Objects.requireNonNull(names, "names")) {
            Objects.requireNonNull(name, "names");
        }
        return new ClientRequest(uri, headers, List.of(names), deflate, deflateOff, limits, connectTimeout);
    }

    /**
     * Offers permessage-deflate (RFC 7692), with these options in place of the client's.
     *
     * @param options what is offered
     * @return a new request
     */
    public ClientRequest deflate(DeflateOptions options) {
        Objects.requireNonNull(options, "options");
        return new ClientRequest(uri, headers, subprotocols, options, false, limits, connectTimeout);
    }

    /**
     * Offers no compression, even where the client does.
     *
     * @return a new request
     */
    public ClientRequest withoutDeflate() {
        return new ClientRequest(uri, headers, subprotocols, null, true, limits, connectTimeout);
    }

    /**
     * The bounds of this connection, in place of all the client's. {@link Limits#handshakeTimeout} counts from the TCP
     * connection to the server's whole answer.
     *
     * @param limits also for the time after the handshake. {@link WebSocketClient#close} waits for the close timeout of the
     *     client's limits
     * @return a new request
     */
    public ClientRequest limits(Limits limits) {
        Objects.requireNonNull(limits, "limits");
        return new ClientRequest(uri, headers, subprotocols, deflate, deflateOff, limits, connectTimeout);
    }

    /**
     * How long it may take from the connect to the TCP connection, in place of the client's
     * {@link WebSocketClient.Builder#connectTimeout}.
     *
     * @param connectTimeout at most 36,500 days
     * @return a new request
     * @throws IllegalArgumentException when it is zero, negative or longer
     */
    public ClientRequest connectTimeout(Duration connectTimeout) {
        Duration checked = Durations.positive("connectTimeout", connectTimeout);
        return new ClientRequest(uri, headers, subprotocols, deflate, deflateOff, limits, checked);
    }

    /**
     * Where this request goes.
     *
     * @return the URI as it was given, with its query
     */
    public URI uri() {
        return uri;
    }

    /** The client's choices, but for those that are made here. */
    ClientChoices over(ClientChoices client) {
        return new ClientChoices(
                limits == null ? client.limits() : limits,
                connectTimeout == null ? client.connectTimeout() : connectTimeout,
                subprotocols == null ? client.subprotocols() : subprotocols,
                deflate == null && !deflateOff ? client.deflate() : deflate,
                headersOver(client.headers()),
                client.errors());
    }

    private Headers headersOver(Headers client) {
        if (headers.size() == 0) {
            return client;
        }
        Headers.Builder all = client.toBuilder();
        for (Headers.Field field : headers.fields()) {
            all.remove(field.name());
        }
        return all.addAll(headers).build();
    }

    /** For logs: server, path and the names of what is chosen. Neither query nor header values, where credentials are. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("ClientRequest[").append(target);
        for (Headers.Field field : headers.fields()) {
            text.append(", header ").append(field.name());
        }
        if (subprotocols != null) {
            text.append(", subprotocols ").append(subprotocols);
        }
        if (deflateOff) {
            text.append(", without deflate");
        } else if (deflate != null) {
            text.append(", deflate");
        }
        if (limits != null) {
            text.append(", limits");
        }
        if (connectTimeout != null) {
            text.append(", connectTimeout ").append(connectTimeout);
        }
        return text.append(']').toString();
    }
}
