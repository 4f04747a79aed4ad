package io.wsloop.nio.internal.wire;

import java.time.Duration;
import java.util.Objects;

/**
 * Checks the durations that an application passes to a server or a client, before they are added to a clock's nanoseconds.
 * The bounds are those of {@link io.wsloop.Limits}.
 */
public final class Durations {
    /** A hundred years. Added to the clock's nanoseconds, it stays far from overflow. */
    public static final Duration LONGEST = Duration.ofDays(36_500);

    private Durations() {}

    /** @throws IllegalArgumentException with the setting's name, when it is zero, negative or above a hundred years */
    public static Duration positive(String name, Duration value) {
        if (Objects.requireNonNull(value, name).isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " must be more than zero, not " + value);
        }
        if (value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be at most " + LONGEST.toDays() + " days, not " + value);
        }
        return value;
    }

    /** @throws IllegalArgumentException with the setting's name, when it is negative; there is no maximum */
    static Duration notNegative(String name, Duration value) {
        if (Objects.requireNonNull(value, name).isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, not " + value);
        }
        return value;
    }
}
