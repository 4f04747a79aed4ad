package io.wsloop;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Everything that is bounded on one connection. Each bound has a default, and a peer that exceeds one gets the close
 * code or status named here. Immutable; the {@code with} methods give a copy that differs in one bound.
 *
 * @param maxHeadBytes of a request's or response's head, 431 above (default 16 KiB)
 * @param maxHeadFields header fields in a head, 431 above (default 100)
 * @param maxTargetBytes of a request target, 414 above (default 8 KiB)
 * @param maxBodyBytes of a plain HTTP request, 413 above (default 1 MiB)
 * @param handshakeTimeout from accept to the end of the head, however it drips, 408 after (default 10 s)
 * @param maxMessageBytes of a message after inflation, 1009 at the first byte that shows it (default 1 MiB)
 * @param maxFrameBytes of one frame's payload, 1009 at the header (default 1 MiB)
 * @param maxFragments of a message, 1008 above (default 16,384)
 * @param lowWaterBytes waiting to be sent: below, {@link WebSocketListener#onDrained} (default 32 KiB)
 * @param highWaterBytes waiting to be sent: above, {@link SendResult#CONGESTED} (default 64 KiB)
 * @param maxOutgoingBytes waiting to be sent, a new message included: above, the overflow policy decides (default 16 MiB)
 * @param pingAfter silence before a keepalive ping; zero switches keepalive off (default 20 s)
 * @param pongTimeout for its answer, then 1011; counted from when a peer that reads 30 kB/s has come to the ping
 *     (default 20 s)
 * @param closeTimeout for the closing handshake, then TCP is dropped; counted from the last byte that the peer took, and
 *     from when a peer that reads 30 kB/s has come to the close frame (default 5 s)
 * @param writeTimeout without any byte taken by the socket, then TCP is dropped; zero switches it off (default 30 s)
 */
public record Limits(
        int maxHeadBytes,
        int maxHeadFields,
        int maxTargetBytes,
        int maxBodyBytes,
        Duration handshakeTimeout,
        long maxMessageBytes,
        long maxFrameBytes,
        int maxFragments,
        int lowWaterBytes,
        int highWaterBytes,
        long maxOutgoingBytes,
        Duration pingAfter,
        Duration pongTimeout,
        Duration closeTimeout,
        Duration writeTimeout) {
    /** Deadlines are sums of nanoseconds in a long: a hundred years stay far from its overflow. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final Limits DEFAULTS = new Limits(
            16 << 10,
            100,
            8 << 10,
            1 << 20,
            Duration.ofSeconds(10),
            1 << 20,
            1 << 20,
            16_384,
            32 << 10,
            64 << 10,
            16 << 20,
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30));

    /**
     * Checks that every bound is in range and the water marks are in order.
     *
     * @param maxHeadBytes as above
     * @param maxHeadFields as above
     * @param maxTargetBytes as above
     * @param maxBodyBytes as above
     * @param handshakeTimeout as above
     * @param maxMessageBytes as above
     * @param maxFrameBytes as above
     * @param maxFragments as above
     * @param lowWaterBytes as above
     * @param highWaterBytes as above
     * @param maxOutgoingBytes as above
     * @param pingAfter as above
     * @param pongTimeout as above
     * @param closeTimeout as above
     * @param writeTimeout as above
     * @throws IllegalArgumentException when not, naming the bound and its value
     */
    public Limits {
        positive("maxHeadBytes", maxHeadBytes);
        positive("maxHeadFields", maxHeadFields);
        positive("maxTargetBytes", maxTargetBytes);
        notNegative("maxBodyBytes", maxBodyBytes);
        positive("handshakeTimeout", handshakeTimeout);
        notNegative("maxMessageBytes", maxMessageBytes);
        notNegative("maxFrameBytes", maxFrameBytes);
        positive("maxFragments", maxFragments);
        notNegative("lowWaterBytes", lowWaterBytes);
        if (highWaterBytes < lowWaterBytes || maxOutgoingBytes < highWaterBytes) {
            throw new IllegalArgumentException("expected lowWaterBytes <= highWaterBytes <= maxOutgoingBytes, not "
                    + lowWaterBytes + ", " + highWaterBytes + ", " + maxOutgoingBytes);
        }
        notNegative("pingAfter", pingAfter);
        positive("pongTimeout", pongTimeout);
        positive("closeTimeout", closeTimeout);
        notNegative("writeTimeout", writeTimeout);
    }

    /**
     * The defaults named above.
     *
     * @return the defaults
     */
    public static Limits defaults() {
        return DEFAULTS;
    }

    /**
     * These limits with another {@link #maxHeadBytes}.
     *
     * @param maxHeadBytes the new bound
     * @return new limits
     */
    public Limits withMaxHeadBytes(int maxHeadBytes) {
        return with(draft -> draft.maxHeadBytes = maxHeadBytes);
    }

    /**
     * These limits with another {@link #maxHeadFields}.
     *
     * @param maxHeadFields the new bound
     * @return new limits
     */
    public Limits withMaxHeadFields(int maxHeadFields) {
        return with(draft -> draft.maxHeadFields = maxHeadFields);
    }

    /**
     * These limits with another {@link #maxTargetBytes}.
     *
     * @param maxTargetBytes the new bound
     * @return new limits
     */
    public Limits withMaxTargetBytes(int maxTargetBytes) {
        return with(draft -> draft.maxTargetBytes = maxTargetBytes);
    }

    /**
     * These limits with another {@link #maxBodyBytes}.
     *
     * @param maxBodyBytes the new bound
     * @return new limits
     */
    public Limits withMaxBodyBytes(int maxBodyBytes) {
        return with(draft -> draft.maxBodyBytes = maxBodyBytes);
    }

    /**
     * These limits with another {@link #handshakeTimeout}.
     *
     * @param handshakeTimeout the new bound
     * @return new limits
     */
    public Limits withHandshakeTimeout(Duration handshakeTimeout) {
        return with(draft -> draft.handshakeTimeout = handshakeTimeout);
    }

    /**
     * These limits with another {@link #maxMessageBytes}, and {@link #maxFrameBytes} the same.
     *
     * @param maxMessageBytes the new bound
     * @return new limits
     */
    public Limits withMaxMessageBytes(long maxMessageBytes) {
        return with(draft -> draft.maxMessageBytes = draft.maxFrameBytes = maxMessageBytes);
    }

    /**
     * These limits with another {@link #maxFrameBytes}.
     *
     * @param maxFrameBytes the new bound
     * @return new limits
     */
    public Limits withMaxFrameBytes(long maxFrameBytes) {
        return with(draft -> draft.maxFrameBytes = maxFrameBytes);
    }

    /**
     * These limits with another {@link #maxFragments}.
     *
     * @param maxFragments the new bound
     * @return new limits
     */
    public Limits withMaxFragments(int maxFragments) {
        return with(draft -> draft.maxFragments = maxFragments);
    }

    /**
     * These limits with other outgoing bounds, which must be in order.
     *
     * @param lowWaterBytes the new {@link #lowWaterBytes}
     * @param highWaterBytes the new {@link #highWaterBytes}
     * @param maxOutgoingBytes the new {@link #maxOutgoingBytes}
     * @return new limits
     */
    public Limits withOutgoing(int lowWaterBytes, int highWaterBytes, long maxOutgoingBytes) {
        return with(draft -> {
            draft.lowWaterBytes = lowWaterBytes;
            draft.highWaterBytes = highWaterBytes;
            draft.maxOutgoingBytes = maxOutgoingBytes;
        });
    }

    /**
     * These limits with another {@link #pingAfter}.
     *
     * @param pingAfter the new bound
     * @return new limits
     */
    public Limits withPingAfter(Duration pingAfter) {
        return with(draft -> draft.pingAfter = pingAfter);
    }

    /**
     * These limits with another {@link #pongTimeout}.
     *
     * @param pongTimeout the new bound
     * @return new limits
     */
    public Limits withPongTimeout(Duration pongTimeout) {
        return with(draft -> draft.pongTimeout = pongTimeout);
    }

    /**
     * These limits with another {@link #closeTimeout}.
     *
     * @param closeTimeout the new bound
     * @return new limits
     */
    public Limits withCloseTimeout(Duration closeTimeout) {
        return with(draft -> draft.closeTimeout = closeTimeout);
    }

    /**
     * These limits with another {@link #writeTimeout}.
     *
     * @param writeTimeout the new bound
     * @return new limits
     */
    public Limits withWriteTimeout(Duration writeTimeout) {
        return with(draft -> draft.writeTimeout = writeTimeout);
    }

    private Limits with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.limits();
    }

    private static void positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be more than zero, not " + value);
        }
    }

    private static void notNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative, not " + value);
        }
    }

    private static void positive(String name, Duration value) {
        if (Objects.requireNonNull(value, name).isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " must be more than zero, not " + value);
        }
        notTooLong(name, value);
    }

    private static void notNegative(String name, Duration value) {
        if (Objects.requireNonNull(value, name).isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, not " + value);
        }
        notTooLong(name, value);
    }

    private static void notTooLong(String name, Duration value) {
        if (value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be at most " + LONGEST.toDays() + " days, not " + value);
        }
    }

    /** The bounds while some are being changed. */
    private static final class Draft {
        private int maxHeadBytes;
        private int maxHeadFields;
        private int maxTargetBytes;
        private int maxBodyBytes;
        private Duration handshakeTimeout;
        private long maxMessageBytes;
        private long maxFrameBytes;
        private int maxFragments;
        private int lowWaterBytes;
        private int highWaterBytes;
        private long maxOutgoingBytes;
        private Duration pingAfter;
        private Duration pongTimeout;
        private Duration closeTimeout;
        private Duration writeTimeout;

        Draft(Limits from) {
            maxHeadBytes = from.maxHeadBytes;
            maxHeadFields = from.maxHeadFields;
            maxTargetBytes = from.maxTargetBytes;
            maxBodyBytes = from.maxBodyBytes;
            handshakeTimeout = from.handshakeTimeout;
            maxMessageBytes = from.maxMessageBytes;
            maxFrameBytes = from.maxFrameBytes;
            maxFragments = from.maxFragments;
            lowWaterBytes = from.lowWaterBytes;
            highWaterBytes = from.highWaterBytes;
            maxOutgoingBytes = from.maxOutgoingBytes;
            pingAfter = from.pingAfter;
            pongTimeout = from.pongTimeout;
            closeTimeout = from.closeTimeout;
            writeTimeout = from.writeTimeout;
        }

        Limits limits() {
            return new Limits(
                    maxHeadBytes,
                    maxHeadFields,
                    maxTargetBytes,
                    maxBodyBytes,
                    handshakeTimeout,
                    maxMessageBytes,
                    maxFrameBytes,
                    maxFragments,
                    lowWaterBytes,
                    highWaterBytes,
                    maxOutgoingBytes,
                    pingAfter,
                    pongTimeout,
                    closeTimeout,
                    writeTimeout);
        }
    }
}
