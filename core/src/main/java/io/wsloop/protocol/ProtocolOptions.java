package io.wsloop.protocol;

import io.wsloop.Delivery;
import io.wsloop.Limits;
import io.wsloop.OverflowPolicy;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.deflate.DeflateTerms;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The options of an engine. Immutable; any thread.
 *
 * @param limits the bounds on memory and time
 * @param terms the parameters of permessage-deflate that the opening handshake agreed on; null without compression
 * @param deflate how to compress where the terms leave a choice
 * @param delivery whether the sink gets messages whole, lent or in parts
 * @param overflow what happens to a message that would exceed {@link Limits#maxOutgoingBytes}
 */
public record ProtocolOptions(
        Limits limits,
        @Nullable DeflateTerms terms,
        DeflateOptions deflate,
        Delivery delivery,
        OverflowPolicy overflow) {
    /**
     * Refuses null, except for the terms.
     *
     * @param limits the component of this name
     * @param terms the component of this name
     * @param deflate the component of this name
     * @param delivery the component of this name
     * @param overflow the component of this name
     */
    public ProtocolOptions {
        Objects.requireNonNull(limits, "limits must not be null");
        Objects.requireNonNull(deflate, "deflate must not be null");
        Objects.requireNonNull(delivery, "delivery must not be null");
        Objects.requireNonNull(overflow, "overflow must not be null");
    }

    // Both are written out. The JVM makes a record's own when it first needs them, and that would take the second
    // connection of a server some 20 ms.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProtocolOptions that
                && limits.equals(that.limits)
                && Objects.equals(terms, that.terms)
                && deflate.equals(that.deflate)
                && delivery == that.delivery
                && overflow == that.overflow;
    }

    @Override
    public int hashCode() {
        return Objects.hash(limits, terms, deflate, delivery, overflow);
    }

    /**
     * Options without compression, whole messages, and {@link OverflowPolicy#CLOSE}.
     *
     * @param limits the bounds on memory and time
     * @return the options
     */
    public static ProtocolOptions of(Limits limits) {
        return new ProtocolOptions(limits, null, DeflateOptions.defaults(), Delivery.WHOLE, OverflowPolicy.CLOSE);
    }
}
