package io.wsloop.loop;

import java.nio.channels.SelectionKey;

/**
 * The owner of a channel that is registered with a loop ({@link EventLoop#register}). It hangs on the selection key. The loop
 * calls it on the loop's thread only. What a method throws ends this one and no other: the loop calls {@link #drop}.
 */
public interface Registered {
    /**
     * The channel is ready for an operation of the interest set.
     *
     * @param key the channel's key
     * @throws Exception ends this one
     */
    void ready(SelectionKey key) throws Exception;

    /** The turn ends, and {@link EventLoop#flushLater} was called in it. */
    default void flush() {}

    /**
     * The loop has replaced its selector.
     *
     * @param key the channel's key from now on, with the same interest set
     */
    void moved(SelectionKey key);

    /**
     * Closes the channel at once. Called when the loop ends, when another method threw, and when the heap is full. May be
     * called more than once.
     *
     * @param cause why
     */
    void drop(Throwable cause);

    /**
     * Whether the loop drops this before all others when it ends. A listening socket says true: a port that is still bound
     * looks like a server.
     *
     * @return false unless a listening socket says otherwise
     */
    default boolean isDroppedFirst() {
        return false;
    }

    /**
     * The memory that a drop would free, as an estimate. When the heap is full, the loop drops those that hold most.
     *
     * @return bytes; less than 4 KiB is never dropped for its memory
     */
    default long heldBytes() {
        return 0;
    }
}
