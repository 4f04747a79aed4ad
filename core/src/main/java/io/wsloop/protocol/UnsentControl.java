package io.wsloop.protocol;

import org.jspecify.annotations.Nullable;

/** What has not left yet of keepalive's pings and of the pongs that are owed (RFC 6455 §5.5.2, §5.5.3). */
final class UnsentControl {
    /** Waits until the socket takes bytes again; a later ping's replaces it, which §5.5.3 allows. */
    byte @Nullable [] owedPong;

    /** How many bytes the socket has to take until the last owed pong has left. */
    long pongBytes;

    /** The same for keepalive's ping: nobody can answer what still waits here. */
    long pingBytes;

    /** True if the socket took the ping behind many unread bytes: a slow peer reaches it by {@link #pingReadBy}. */
    boolean pingIsFar;

    /** The time by which a peer that reads slowly has come to the ping. */
    long pingReadBy;

    /** The socket has taken so many bytes, or all there were. */
    void flushed(long bytes, boolean all) {
        pingBytes = all ? 0 : Math.max(0, pingBytes - bytes);
        pongBytes = all ? 0 : Math.max(0, pongBytes - bytes);
    }

    boolean isEmpty() {
        return owedPong == null && pongBytes == 0 && pingBytes == 0 && !pingIsFar;
    }
}
