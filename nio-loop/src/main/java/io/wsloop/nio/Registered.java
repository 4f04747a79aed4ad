package io.wsloop.nio;

import java.nio.channels.SelectionKey;

/** What hangs on a selection key. Loop thread. */
interface Registered {
    /** Its channel is ready for something in the interest set. What is thrown ends this one and nothing else. */
    void ready(SelectionKey key) throws Exception;

    /** The selector was replaced: this is the channel's key from now on, with the same interest set. */
    void moved(SelectionKey key);

    /** The loop ends, or {@link #ready} threw: close the channel at once. */
    void drop(Throwable cause);

    /** The memory that would be free again without this one, roughly, in bytes. */
    default long heldBytes() {
        return 0;
    }
}
