package io.wsloop.nio;

import io.wsloop.Limits;
import io.wsloop.protocol.ProtocolOptions;
import org.jspecify.annotations.Nullable;

/**
 * What an opening handshake came to, but for what the peer asked. Connections that agreed on the same share one.
 * Immutable; any thread.
 *
 * @param template of the route, for the names of its parameters
 * @param subprotocol null when none was agreed
 * @param options of the engine, and with them the terms of compression
 * @param errors is told what the listeners throw
 */
record Agreement(PathTemplate template, @Nullable String subprotocol, ProtocolOptions options, ErrorHandler errors) {
    /** Of a handshake that is not decided yet: no subprotocol, no compression. */
    static Agreement none(PathTemplate template, Limits limits, ErrorHandler errors) {
        return new Agreement(template, null, ProtocolOptions.of(limits), errors);
    }

    boolean isCompressed() {
        return options.terms() != null;
    }
}
