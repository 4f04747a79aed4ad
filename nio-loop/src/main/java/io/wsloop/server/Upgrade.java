package io.wsloop.server;

import io.wsloop.handshake.Headers;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The decision of an {@link UpgradeHook}. A refusal is a value and not an exception. Immutable; any thread. */
public sealed interface Upgrade {
    /**
     * The server accepts the upgrade.
     *
     * @param headers added to the 101, without the fields of the handshake
     * @param attributes attached to the handshake
     * @param subprotocol null if the route's order of preference decides
     */
    public record Accept(
            Headers headers,
            Map<String, Object> attributes,
            @Nullable String subprotocol) implements Upgrade {
        private static final Accept PLAIN = new Accept(Headers.EMPTY, Map.of(), null);

        /**
         * Copies the attributes.
         *
         * @param headers added to the 101, without the fields of the handshake; with one of those the server answers 500
         * @param attributes attached to the handshake
         * @param subprotocol null if the route's order of preference decides
         */
        public Accept {
            Objects.requireNonNull(headers, "headers");
            attributes = Map.copyOf(Objects.requireNonNull(attributes, "attributes"));
        }

        /**
         * Attaches an attribute to the connection's handshake.
         *
         * @param attribute the name of the attribute
         * @param value any object
         * @return a new decision
         */
        public Accept with(String attribute, Object value) {
            Objects.requireNonNull(attribute, "attribute");
            Map<String, Object> more = new HashMap<>(attributes);
            more.put(attribute, Objects.requireNonNull(value, () -> "the value of the attribute " + attribute));
            return new Accept(headers, more, subprotocol);
        }

        /**
         * Adds a field to the 101, for example Set-Cookie.
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
         * Chooses the subprotocol, whatever the route prefers.
         *
         * @param subprotocol one that the client offered; the server answers 500 to any other, because RFC 6455 §4.2.2 requires a
         *     value from the client's handshake
         * @return a new decision
         */
        public Accept choosing(String subprotocol) {
            return new Accept(headers, attributes, Objects.requireNonNull(subprotocol, "subprotocol"));
        }
    }

    /**
     * The server answers with an HTTP status, and the connection closes.
     *
     * @param status 300 to 599
     * @param message one line for a person, sent as the body
     * @param headers added to the answer; the server adds Content-Length, Connection and Date
     */
    record Refuse(int status, String message, Headers headers) implements Upgrade {
        /**
         * Checks the status and the fields.
         *
         * @param status 300 to 599
         * @param message one line for a person, sent as the body
         * @param headers added to the answer
         * @throws IllegalArgumentException for another status, and for a field that the server adds
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
     * Accepts the upgrade. {@link Accept#with}, {@link Accept#header} and {@link Accept#choosing} add to the decision.
     *
     * @return the decision
     */
    static Accept accept() {
        return Accept.PLAIN;
    }

    /**
     * Refuses the upgrade.
     *
     * @param status 300 to 599
     * @param message one line for a person
     * @return the decision
     */
    static Refuse refuse(int status, String message) {
        return new Refuse(status, message, Headers.EMPTY);
    }

    /**
     * Refuses the upgrade with further fields, for example {@code WWW-Authenticate} or {@code Retry-After}.
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
