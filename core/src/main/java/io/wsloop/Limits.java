package io.wsloop;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Every bound of one connection, each with its default. A peer that exceeds a bound gets the close code or the HTTP
 * status named here. Immutable; any thread. Each {@code with} method returns a copy with other bounds.
 *
 * @param maxHeadBytes the most bytes in the head of a request or response; above it, 431 (default 16 KiB)
 * @param maxHeadFields the most header fields in a head; above it, 431 (default 100)
 * @param maxTargetBytes the most bytes in a request target; above it, 414 (default 8 KiB)
 * @param maxBodyBytes the most bytes in the body of a plain HTTP request; above it, 413 (default 1 MiB)
 * @param handshakeTimeout the time from accepting the connection to the end of the head, however slowly the head comes;
 *     after it, 408 (default 10 s)
 * @param maxMessageBytes the most bytes in a message, counted after inflation; above it, 1009 at the first byte too
 *     many (default 1 MiB)
 * @param maxFrameBytes the most bytes in one frame's payload; above it, 1009 as soon as the header has come (default 1
 *     MiB)
 * @param maxFragments the most fragments in a message; above it, 1008 (default 16,384)
 * @param lowWaterBytes when fewer bytes wait to be sent, {@link WebSocketListener#onDrained} is called (default 32 KiB)
 * @param highWaterBytes when more bytes wait to be sent, a send returns {@link SendResult#CONGESTED} (default 64 KiB)
 * @param maxOutgoingBytes the most bytes that may wait to be sent, the new message included; above it, the overflow
 *     policy decides (default 16 MiB)
 * @param pingAfter how long the peer may be silent before a keepalive ping; zero switches keepalive off (default 20 s)
 * @param pongTimeout how long the answer to that ping may take, then 1011. A peer is assumed to read at least 30 kB/s,
 *     and the time counts from when it has come to the ping (default 20 s)
 * @param closeTimeout how long the closing handshake may take, then TCP is dropped. The time counts from the close
 *     frame, or from when a peer that reads 30 kB/s has read all that the socket took, whichever is later (default 5 s)
 * @param writeTimeout how long the socket may take no byte while bytes wait, then TCP is dropped; zero switches it off
 *     (default 30 s)
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
    /**
     * The longest time. Deadlines are sums of nanoseconds in a long, and a hundred years stay far from its overflow.
     */
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
     * Checks the range of each bound, and the order of the water marks.
     *
     * @param maxHeadBytes the component of this name
     * @param maxHeadFields the component of this name
     * @param maxTargetBytes the component of this name
     * @param maxBodyBytes the component of this name
     * @param handshakeTimeout the component of this name
     * @param maxMessageBytes the component of this name
     * @param maxFrameBytes the component of this name
     * @param maxFragments the component of this name
     * @param lowWaterBytes the component of this name
     * @param highWaterBytes the component of this name
     * @param maxOutgoingBytes the component of this name
     * @param pingAfter the component of this name
     * @param pongTimeout the component of this name
     * @param closeTimeout the component of this name
     * @param writeTimeout the component of this name
     * @throws IllegalArgumentException when a bound is out of range or the marks are out of order; names the bound and
     *     its value
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
     * The default of each bound, as the components' descriptions name it.
     *
     * @return the same object at each call
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
     * These limits with other bounds for the bytes that wait to be sent. None may be above the next.
     *
     * @param lowWaterBytes the new {@link #lowWaterBytes}
     * @param highWaterBytes the new {@link #highWaterBytes}
     * @param maxOutgoingBytes the new {@link #maxOutgoingBytes}
     * @return new limits
     * @throws IllegalArgumentException when one is above the next
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

    /** A copy of the bounds that a {@code with} method changes. */
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
