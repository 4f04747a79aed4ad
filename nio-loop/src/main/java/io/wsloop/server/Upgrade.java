package io.wsloop.server;

import io.wsloop.handshake.Headers;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The decision of an {@link UpgradeHook}. A refusal is a value, no exception. Immutable; any thread. */
public sealed interface Upgrade {
    /**
     * The upgrade may go on.
     *
     * @param headers added to the 101; must not name the handshake's own fields
     * @param attributes attached to the handshake
     * @param subprotocol null: the route's order decides
     */
    public record Accept(
            Headers headers,
            Map<String, Object> attributes,
            @Nullable String subprotocol) implements Upgrade {
        private static final Accept PLAIN = new Accept(Headers.EMPTY, Map.of(), null);

        /**
         * Copies the attributes.
         *
         * @param headers added to the 101; must not name the handshake's own fields
         * @param attributes attached to the handshake
         * @param subprotocol null: the route's order decides
         */
        public Accept {
            Objects.requireNonNull(headers, "headers");
            attributes = Map.copyOf(Objects.requireNonNull(attributes, "attributes"));
        }

        /**
         * Attaches an attribute to the connection's handshake.
         *
         * @param attribute its name
         * @param value its value
         * @return a new decision
         */
        public Accept with(String attribute, Object value) {
            Objects.requireNonNull(attribute, "attribute");
            Map<String, Object> more = new HashMap<>(attributes);
            more.put(attribute, Objects.requireNonNull(value, () -> "the value of the attribute " + attribute));
            return new Accept(headers, more, subprotocol);
        }

        /**
         * Adds a field to the 101, a cookie for example.
         *
         * @param name of the field
         * @param value of the field
         * @return a new decision
         * @throws IllegalArgumentException for CR, LF or NUL in it
         */
        public Accept header(String name, String value) {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, "value");
            return new Accept(headers.toBuilder().add(name, value).build(), attributes, subprotocol);
        }

        /**
         * Decides the subprotocol in place of the route's order.
         *
         * @param subprotocol must be one that the client offered: RFC 6455 §4.2.2; anything else is answered with 500
         * @return a new decision
         */
        public Accept choosing(String subprotocol) {
            return new Accept(headers, attributes, Objects.requireNonNull(subprotocol, "subprotocol"));
        }
    }

    /**
     * The peer is answered with an HTTP status, and the connection closes.
     *
     * @param status 300 to 599
     * @param message one line for a person, sent as the body
     * @param headers added to the answer; the server adds Content-Length, Connection and Date
     */
    record Refuse(int status, String message, Headers headers) implements Upgrade {
        /**
         * Checks that this is a refusal.
         *
         * @param status 300 to 599
         * @param message one line for a person, sent as the body
         * @param headers added to the answer
         * @throws IllegalArgumentException for a status that is none, and for headers that a response cannot have
         */
        public Refuse {
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(headers, "headers");
            if (status < 300 || status > 599) {
                throw new IllegalArgumentException("expected a status from 300 to 599 to refuse with, not " + status);
            }
            HttpResponse.check(headers);
        }
    }

    /**
     * Accepts; more is said with {@link Accept#with}, {@link Accept#header} and {@link Accept#choosing}.
     *
     * @return the decision
     */
    static Accept accept() {
        return Accept.PLAIN;
    }

    /**
     * Refuses.
     *
     * @param status 300 to 599
     * @param message one line for a person
     * @return the decision
     */
    static Refuse refuse(int status, String message) {
        return new Refuse(status, message, Headers.EMPTY);
    }

    /**
     * Refuses with fields, {@code WWW-Authenticate} or {@code Retry-After} for example.
     *
     * @param status 300 to 599
     * @param message one line for a person
     * @param headers added to the answer
     * @return the decision
     */
    static Refuse refuse(int status, String message, Headers headers) {
        return new Refuse(status, message, headers);
    }
}
