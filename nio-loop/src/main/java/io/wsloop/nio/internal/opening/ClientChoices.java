package io.wsloop.nio.internal.opening;

import io.wsloop.Limits;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.handshake.ClientHandshake;
import io.wsloop.handshake.Headers;
import io.wsloop.watch.ErrorHandler;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a connection of a client is opened with: the choices of its builder, and for one connect those of its request over
 * them. Immutable; any thread.
 *
 * @param connectTimeout from the connect to the TCP connection; the limits have the time of the handshake
 * @param subprotocols to offer, in order of preference
 * @param deflate null: no compression is offered
 * @param headers the application's, none of the handshake's own
 * @param errors is told what the listener throws
 */
public record ClientChoices(
        Limits limits,
        Duration connectTimeout,
        List<String> subprotocols,
        @Nullable DeflateOptions deflate,
        Headers headers,
        ErrorHandler errors) {
    public ClientHandshake handshake(URI uri, byte[] nonce) {
        return ClientHandshake.of(uri, subprotocols, deflate, headers, nonce);
    }

    DeflateOptions deflateOrDefaults() {
        return deflate == null ? DeflateOptions.defaults() : deflate;
    }
}
