package io.wsloop.nio;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/** What a conversation in HTTP asks of the connection beneath it. Loop thread. */
interface HttpOutput {
    /** Queues bytes, which belong to the connection from here on. */
    void send(ByteBuffer bytes);

    /** Writes what waits, ends the output, discards input until the peer's end or a deadline, closes. */
    void closeWhenFlushed();

    /** The 101 was sent; bytes left in the input are frames. */
    void upgrade(Upgraded upgraded);

    /** An answer is awaited: no more receive calls until resumed; unread input stays in order. */
    void pauseReading();

    void resumeReading();

    /** The way back to this connection's loop, for answers that come on other threads. */
    Executor loop();

    /** The loop's time of this turn, nanoseconds. */
    long now();
}
