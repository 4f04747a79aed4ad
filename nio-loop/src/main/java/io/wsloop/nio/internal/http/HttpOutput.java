package io.wsloop.nio.internal.http;

import io.wsloop.nio.internal.socket.Upgraded;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/** What a conversation in HTTP asks of the connection beneath it. Loop thread. */
interface HttpOutput {
    /**
     * Queues bytes in order. The buffer belongs to the connection from here on, its content may be shared: it is read
     * and never written to.
     *
     * @param bytes the remaining ones are sent
     */
    void send(ByteBuffer bytes);

    /**
     * How much waits for the socket.
     *
     * @return bytes, of everything that was queued
     */
    long pendingBytes();

    /**
     * Calls back once, on the loop, when the socket has taken everything that was queued so far. Never within this
     * call: at the end of the turn at the earliest. Not at all when the connection is closed before.
     *
     * @param then what goes on; one at a time
     */
    void whenFlushed(Runnable then);

    /** Writes what waits, ends the output, discards input until the peer's end or a deadline, closes. */
    void closeWhenFlushed();

    /**
     * The 101 was sent; bytes left in the input are frames. The conversation is not called again.
     *
     * @param upgraded what the WebSocket is made of
     */
    void upgrade(Upgraded upgraded);

    /**
     * Whether the peer has sent bytes that were read and not yet received: requests that wait for an answer before them.
     *
     * @return false when what the peer has sent so far is used up
     */
    boolean hasUnread();

    /**
     * Whether the peer has ended its stream.
     *
     * @return true from the moment before the conversation is told of it
     */
    boolean hasInputEnded();

    /** An answer is awaited: no more receive calls until resumed; unread input stays in order. */
    void pauseReading();

    /** Goes on with the input that is already there, even if no more comes. Never calls receive within this call. */
    void resumeReading();

    /**
     * The way back to this connection's loop, for answers that come on other threads.
     *
     * @return runs a task on the loop, later
     */
    Executor loop();

    /**
     * The address of the other end.
     *
     * @return the same object at each call
     */
    SocketAddress remoteAddress();

    /**
     * The loop's time of this turn.
     *
     * @return nanoseconds, as by System.nanoTime
     */
    long now();

    /**
     * Whether the bytes travel under TLS: an {@code https} page is of the same origin then, and an {@code http} one not.
     *
     * @return false on a plain transport
     */
    boolean secure();
}
