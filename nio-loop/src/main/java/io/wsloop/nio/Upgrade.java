package io.wsloop.nio;

import io.wsloop.handshake.Headers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an UpgradeHook decided. Refusal is a value. */
public sealed interface Upgrade {
    /** attributes are attached to the Handshake; subprotocol null: the route's order decides. */
    record Accept(Headers headers, Map<String, Object> attributes, @Nullable String subprotocol) implements Upgrade {
        public Accept with(String attribute, Object value) {
            throw new UnsupportedOperationException();
        }

        public Accept header(String name, String value) {
            throw new UnsupportedOperationException();
        }

        /** Must be one that the client offered, else IllegalArgumentException -> 500. */
        public Accept choosing(String subprotocol) {
            throw new UnsupportedOperationException();
        }
    }

    record Refuse(int status, String message, Headers headers) implements Upgrade {}

    static Accept accept() {
        throw new UnsupportedOperationException();
    }

    static Refuse refuse(int status, String message) {
        throw new UnsupportedOperationException();
    }

    static Refuse refuse(int status, String message, Headers headers) {
        throw new UnsupportedOperationException();
    }
}
