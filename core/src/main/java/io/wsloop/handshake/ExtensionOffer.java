package io.wsloop.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One element of Sec-WebSocket-Extensions (RFC 6455 §9.1): an offer of the client or an answer of the server.
 * Immutable; any thread.
 *
 * @param name of the extension, a token
 * @param parameters in order. A name may come twice, because each extension decides whether it may
 */
public record ExtensionOffer(String name, List<Parameter> parameters) {
    /**
     * Checks the name and copies the list.
     *
     * @param name of the extension
     * @param parameters in order
     * @throws IllegalArgumentException when the name is no token
     */
    public ExtensionOffer {
        Objects.requireNonNull(name, "name must not be null");
        Objects.requireNonNull(parameters, "parameters must not be null");
        requireToken("extension name", name);
        parameters = List.copyOf(parameters);
    }

    /**
     * One parameter.
     *
     * @param name a token
     * @param value a token, unquoted; null when there is none
     */
    public record Parameter(String name, @Nullable String value) {
        /**
         * Checks name and value.
         *
         * @param name of the parameter
         * @param value or null
         * @throws IllegalArgumentException when one of them is no token
         */
        public Parameter {
            Objects.requireNonNull(name, "name must not be null");
            requireToken("extension parameter", name);
            if (value != null) {
                requireToken("extension parameter's value", value);
            }
        }
    }

    /**
     * Parses all elements of all lines, in linear time.
     *
     * @param lines the field's values
     * @return in order, which is the client's order of preference
     * @throws HeadException with status 400, when a line breaks the grammar of RFC 6455 §9.1
     */
    public static List<ExtensionOffer> parse(List<String> lines) throws HeadException {
        List<ExtensionOffer> offers = new ArrayList<>();
        for (String line : lines) {
            new ExtensionParser(line).addTo(offers);
        }
        return List.copyOf(offers);
    }

    /**
     * The element as it is written.
     *
     * @return for example {@code permessage-deflate; client_max_window_bits=10}
     */
    public String render() {
        StringBuilder text = new StringBuilder(name);
        for (Parameter parameter : parameters) {
            text.append("; ").append(parameter.name());
            if (parameter.value() != null) {
                text.append('=').append(parameter.value());
            }
        }
        return text.toString();
    }

    private static void requireToken(String what, String text) {
        if (!Chars.isToken(text)) {
            throw new IllegalArgumentException(what + " must be a token (RFC 6455 §9.1), not " + Chars.quote(text));
        }
    }
}
