package io.wsloop;

/** What happens to a message that would exceed {@link io.wsloop.Limits#maxOutgoingBytes}. */
public enum OverflowPolicy {
    /** The connection is closed with 1008 and a reason; the default. */
    CLOSE,
    /** The message is dropped and the sender told {@link io.wsloop.SendResult#DROPPED}. */
    DROP_NEW
}
