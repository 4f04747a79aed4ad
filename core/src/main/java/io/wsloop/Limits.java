package io.wsloop;

import java.time.Duration;

/**
 * Everything that is bounded on one connection. Each bound has a default, and a peer that exceeds one gets the close
 * code or status named here. Immutable.
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
 * @param maxOutgoingBytes waiting to be sent: above, the overflow policy decides (default 16 MiB)
 * @param pingAfter silence before a keepalive ping; zero switches keepalive off (default 20 s)
 * @param pongTimeout for its answer, then 1011 (default 20 s)
 * @param closeTimeout for the closing handshake, then TCP is dropped (default 5 s)
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

    /** Checks that every bound is in range and the water marks are in order. */
    public Limits {
        positive("maxHeadBytes", maxHeadBytes);
        positive("maxHeadFields", maxHeadFields);
        positive("maxTargetBytes", maxTargetBytes);
        notNegative("maxBodyBytes", maxBodyBytes);
        positive("handshakeTimeout", handshakeTimeout.toNanos());
        notNegative("maxMessageBytes", maxMessageBytes);
        notNegative("maxFrameBytes", maxFrameBytes);
        positive("maxFragments", maxFragments);
        notNegative("lowWaterBytes", lowWaterBytes);
        if (highWaterBytes < lowWaterBytes || maxOutgoingBytes < highWaterBytes) {
            throw new IllegalArgumentException("expected lowWaterBytes <= highWaterBytes <= maxOutgoingBytes, not "
                    + lowWaterBytes + ", " + highWaterBytes + ", " + maxOutgoingBytes);
        }
        notNegative("pingAfter", pingAfter.toNanos());
        positive("pongTimeout", pongTimeout.toNanos());
        positive("closeTimeout", closeTimeout.toNanos());
        notNegative("writeTimeout", writeTimeout.toNanos());
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
     * These limits with another maxHeadBytes.
     *
     * @param maxHeadBytes the new bound
     * @return new limits
     */
    public Limits withMaxHeadBytes(int maxHeadBytes) {
        return new Limits(maxHeadBytes, maxHeadFields, maxTargetBytes, maxBodyBytes, handshakeTimeout, maxMessageBytes, maxFrameBytes, maxFragments, lowWaterBytes, highWaterBytes, maxOutgoingBytes, pingAfter, pongTimeout, closeTimeout, writeTimeout);
    }

    /**
     * These limits with another maxHeadFields.
     *
     * @param maxHeadFields the new bound
     * @return new limits
     */
    public Limits withMaxHeadFields(int maxHeadFields) {
        return new Limits(maxHeadBytes, maxHeadFields, maxTargetBytes, maxBodyBytes, handshakeTimeout, maxMessageBytes, maxFrameBytes, maxFragments, lowWaterBytes, highWaterBytes, maxOutgoingBytes, pingAfter, pongTimeout, closeTimeout, writeTimeout);
    }

    /**
     * These limits with another maxTargetBytes.
     *
     * @param maxTargetBytes the new bound
     * @return new limits
     */
    public Limits withMaxTargetBytes(int maxTargetBytes) {
        return new Limits(maxHeadBytes, maxHeadFields, maxTargetBytes, maxBodyBytes, handshakeTimeout, maxMessageBytes, maxFrameBytes, maxFragments, lowWaterBytes, highWaterBytes, maxOutgoingBytes, pingAfter, pongTimeout, closeTimeout, writeTimeout);
    }

    /**
     * These limits with another maxBodyBytes.
     *
     * @param maxBodyBytes the new bound
     * @return new limits
     */
    public Limits withMaxBodyBytes(int maxBodyBytes) {
        return new Limits(maxHeadBytes, maxHeadFields, maxTargetBytes, maxBodyBytes, handshakeTimeout, maxMessageBytes, maxFrameBytes, maxFragments, lowWaterBytes, highWaterBytes, maxOutgoingBytes, pingAfter, pongTimeout, closeTimeout, writeTimeout);
    }

    /**
     * These limits with another handshakeTimeout.
     *
     * @param handshakeTimeout the new bound
     * @return new limits
     */
    public Limits withHandshakeTimeout(Duration handshakeTimeout) {
        return new Limits(maxHeadBytes, maxHeadFields, maxTargetBytes, maxBodyBytes, handshakeTimeout, maxMessageBytes, maxFrameBytes, maxFragments, lowWaterBytes, highWaterBytes, maxOutgoingBytes, pingAfter, pongTimeout, closeTimeout, writeTimeout);
    }

    /**
     * These limits with another maxFragments.
     *
     * @param maxFragments the new bound
     * @return new limits
     */
    public Limits withMaxFragments(int maxFragments) {
        return new Limits(maxHeadBytes, maxHeadFields, maxTargetBytes, maxBodyBytes, handshakeTimeout, maxMessageBytes, maxFrameBytes, maxFragments, lowWaterBytes, highWaterBytes, maxOutgoingBytes, pingAfter, pongTimeout, closeTimeout, writeTimeout);
    }

    /**
     * These limits with another pingAfter.
     *
     * @param pingAfter the new bound
     * @return new limits
     */
    public Limits withPingAfter(Duration pingAfter) {
        return new Limits(maxHeadBytes, maxHeadFields, maxTargetBytes, maxBodyBytes, handshakeTimeout, maxMessageBytes, maxFrameBytes, maxFragments, lowWaterBytes, highWaterBytes, maxOutgoingBytes, pingAfter, pongTimeout, closeTimeout, writeTimeout);
    }

    /**
     * These limits with another pongTimeout.
     *
     * @param pongTimeout the new bound
     * @return new limits
     */
    public Limits withPongTimeout(Duration pongTimeout) {
        return new Limits(maxHeadBytes, maxHeadFields, maxTargetBytes, maxBodyBytes, handshakeTimeout, maxMessageBytes, maxFrameBytes, maxFragments, lowWaterBytes, highWaterBytes, maxOutgoingBytes, pingAfter, pongTimeout, closeTimeout, writeTimeout);
    }

    /**
     * These limits with another closeTimeout.
     *
     * @param closeTimeout the new bound
     * @return new limits
     */
    public Limits withCloseTimeout(Duration closeTimeout) {
        return new Limits(maxHeadBytes, maxHeadFields, maxTargetBytes, maxBodyBytes, handshakeTimeout, maxMessageBytes, maxFrameBytes, maxFragments, lowWaterBytes, highWaterBytes, maxOutgoingBytes, pingAfter, pongTimeout, closeTimeout, writeTimeout);
    }

    /**
     * These limits with another writeTimeout.
     *
     * @param writeTimeout the new bound
     * @return new limits
     */
    public Limits withWriteTimeout(Duration writeTimeout) {
        return new Limits(maxHeadBytes, maxHeadFields, maxTargetBytes, maxBodyBytes, handshakeTimeout, maxMessageBytes, maxFrameBytes, maxFragments, lowWaterBytes, highWaterBytes, maxOutgoingBytes, pingAfter, pongTimeout, closeTimeout, writeTimeout);
    }

    /**
     * These limits with another maxMessageBytes, and maxFrameBytes the same.
     *
     * @param maxMessageBytes the new bound
     * @return new limits
     */
    public Limits withMaxMessageBytes(long maxMessageBytes) {
        return new Limits(maxHeadBytes, maxHeadFields, maxTargetBytes, maxBodyBytes, handshakeTimeout, maxMessageBytes, maxMessageBytes, maxFragments, lowWaterBytes, highWaterBytes, maxOutgoingBytes, pingAfter, pongTimeout, closeTimeout, writeTimeout);
    }

    /**
     * These limits with another maxFrameBytes.
     *
     * @param maxFrameBytes the new bound
     * @return new limits
     */
    public Limits withMaxFrameBytes(long maxFrameBytes) {
        return new Limits(maxHeadBytes, maxHeadFields, maxTargetBytes, maxBodyBytes, handshakeTimeout, maxMessageBytes, maxFrameBytes, maxFragments, lowWaterBytes, highWaterBytes, maxOutgoingBytes, pingAfter, pongTimeout, closeTimeout, writeTimeout);
    }

    /**
     * These limits with other outgoing bounds.
     *
     * @param lowWaterBytes the new lowWaterBytes
     * @param highWaterBytes the new highWaterBytes
     * @param maxOutgoingBytes the new maxOutgoingBytes
     * @return new limits
     */
    public Limits withOutgoing(int lowWaterBytes, int highWaterBytes, long maxOutgoingBytes) {
        return new Limits(maxHeadBytes, maxHeadFields, maxTargetBytes, maxBodyBytes, handshakeTimeout, maxMessageBytes, maxFrameBytes, maxFragments, lowWaterBytes, highWaterBytes, maxOutgoingBytes, pingAfter, pongTimeout, closeTimeout, writeTimeout);
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
}
