package io.wsloop.loop;

import java.nio.channels.SelectionKey;

/**
 * The owner of a channel that is registered with a loop ({@link EventLoop#register}). It is the attachment of the selection key.
 * Loop thread. If a method throws, the loop calls {@link #drop} of this owner; all others go on.
 */
public interface Registered {
    /**
     * The channel is ready for an operation of the interest set.
     *
     * @param key the channel's key
     * @throws Exception has the loop drop this owner
     */
    void ready(SelectionKey key) throws Exception;

    /** The turn ends after a call of {@link EventLoop#flushLater} for this owner. */
    default void flush() {}

    /**
     * The loop has replaced its selector.
     *
     * @param key the channel's key from now on, with the same interest set
     */
    void moved(SelectionKey key);

    /**
     * Closes the channel at once. The loop calls this when it ends, after a method that threw, and when the heap is full. It may
     * call it more than once. If this throws, {@link LoopOptions#errors} hears of it, and the loop closes the channel.
     *
     * @param cause the reason
     */
    void drop(Throwable cause);

    /**
     * Says whether the ending loop drops this owner before the others. A listening socket returns true, because a port that is
     * still bound looks like a server.
     *
     * @return false by default
     */
    default boolean isDroppedFirst() {
        return false;
    }

    /**
     * Estimates the memory that a drop would free. When the heap is full, the loop drops the owners that hold most.
     *
     * @return bytes; the loop drops no owner for 4 KiB or less
     */
    default long heldBytes() {
        return 0;
    }
}
