package io.wsloop;

/** Decides about a message that would exceed {@link Limits#maxOutgoingBytes}. */
public enum OverflowPolicy {
    /** The connection is closed with 1008 and a reason. This is the default. */
    CLOSE,
    /** The message is dropped, and the send returns {@link SendResult#DROPPED}. */
    DROP_NEW
}
