package io.wsloop.nio.internal.socket;

import io.wsloop.Delivery;
import io.wsloop.protocol.ProtocolOptions;
import io.wsloop.watch.ErrorHandler;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What client and server agreed on in an opening handshake: the subprotocol (RFC 6455 §1.9) and the terms of compression (RFC
 * 7692), with the engine's options. Connections that agreed on the same share one. Any thread.
 */
public final class Agreement {
    private final Function<String, Map<String, String>> parameters;
    private final @Nullable String subprotocol;
    private final ProtocolOptions options;
    private final ErrorHandler errors;

    /** The same options with another delivery, by its ordinal. Null until the first listener wants one. */
    private @Nullable ProtocolOptions @Nullable [] others;

    /**
     * An agreement.
     *
     * @param parameters finds the path parameters of the route in a decoded path
     * @param subprotocol null when none was agreed
     * @param options of the engine, and with them the terms of compression
     * @param errors told what the listeners throw
     */
    public Agreement(
            Function<String, Map<String, String>> parameters,
            @Nullable String subprotocol,
            ProtocolOptions options,
            ErrorHandler errors) {
        this.parameters = parameters;
        this.subprotocol = subprotocol;
        this.options = options;
        this.errors = errors;
    }

    @Nullable
    String subprotocol() {
        return subprotocol;
    }

    public ProtocolOptions options() {
        return options;
    }

    ErrorHandler errors() {
        return errors;
    }

    /** The options of an engine that delivers as a listener wants it. Connections share them. */
    public ProtocolOptions options(Delivery delivery) {
        if (delivery == options.delivery()) {
            return options;
        }
        // Two loops may make them at the same time. They are equal, so it does not matter which are kept.
        @Nullable ProtocolOptions[] others = this.others;
        if (others == null) {
            others = new ProtocolOptions[Delivery.values().length];
            this.others = others;
        }
        ProtocolOptions other = others[delivery.ordinal()];
        if (other == null) {
            other = new ProtocolOptions(
                    options.limits(), options.terms(), options.deflate(), delivery, options.overflow());
            others[delivery.ordinal()] = other;
        }
        return other;
    }

    boolean isCompressed() {
        return options.terms() != null;
    }

    /**
     * The value of a path parameter.
     *
     * @param path decoded
     * @throws IllegalArgumentException when the route has no such parameter
     */
    String pathParameter(String path, String name) {
        Map<String, String> values = parameters.apply(path);
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "the path template has no parameter " + name + ", only " + values.keySet());
        }
        return value;
    }

    /** True if one agreement can stand for both. A route or a server has one object for its limits and options, so identity
     * decides. */
    public boolean isSame(Agreement other) {
        return parameters == other.parameters
                && errors == other.errors
                && options.limits() == other.options.limits()
                && options.deflate() == other.options.deflate()
                && options.overflow() == other.options.overflow()
                && options.delivery() == other.options.delivery()
                && Objects.equals(subprotocol, other.subprotocol)
                && Objects.equals(options.terms(), other.options.terms());
    }
}
