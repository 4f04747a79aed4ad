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
 * What a client does at every connect.
 *
 * @param deflate null: no compression is offered
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
