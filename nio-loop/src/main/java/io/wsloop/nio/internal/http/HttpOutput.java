package io.wsloop.nio.internal.http;

import io.wsloop.nio.internal.socket.Upgraded;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/** The connection, as a conversation in HTTP sees it. Loop thread. */
interface HttpOutput {
    /**
     * Queues bytes in order. The buffer belongs to the connection from here on. Its content may be shared: the connection
     * reads it and never writes to it.
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
     * Calls back once, on the loop, when the socket has taken everything that was queued so far: at the end of the turn at
     * the earliest, and never when the connection is closed before.
     *
     * @param then is called; one at a time
     */
    void whenFlushed(Runnable then);

    /** Writes what waits, ends the output, discards input until the peer ends its stream or a deadline, then closes. */
    void closeWhenFlushed();

    /**
     * Speaks WebSocket from here on, for the 101 was sent. Bytes left in the input are frames. The conversation is not called
     * again.
     *
     * @param upgraded makes the WebSocket
     */
    void upgrade(Upgraded upgraded);

    /**
     * Whether bytes were read that the conversation has not received: pipelined requests behind one that awaits its answer.
     *
     * @return false when the conversation has received everything that the peer has sent so far
     */
    boolean hasUnread();

    /**
     * Whether the peer has ended its stream.
     *
     * @return true from the moment before the conversation is told
     */
    boolean hasInputEnded();

    /** Makes no more receive calls until resumed, because an answer is awaited. Unread input stays in order. */
    void pauseReading();

    /** Resumes with the unread input, even if no more comes. Never calls receive within this call. */
    void resumeReading();

    /**
     * This connection's loop, for answers that come on other threads.
     *
     * @return runs each task in a later turn
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
