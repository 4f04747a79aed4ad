package io.wsloop;

import java.nio.ByteBuffer;

/**
 * A message that the application sends piece by piece: each {@link #write} sends one fragment. Any thread may call, one
 * at a time. No other message may come between two fragments (RFC 6455 §5.4), so the other messages of the connection
 * wait until {@link #finish} or {@link #abandon}.
 *
 * <p>It is not AutoCloseable. A try block closes its resource even when an exception leaves it, and the peer would then
 * take a part of the message for the whole.
 */
public interface FragmentedMessage {
    /**
     * Sends one fragment of a text message. The two halves of a surrogate pair must be in the same part.
     *
     * @param part some of the text; encoded before this returns
     * @return whether it was taken; never {@link SendResult#DROPPED}. After {@link SendResult#CONGESTED}, stop until
     *     {@link WebSocketListener#onDrained}
     * @throws IllegalArgumentException at an unpaired surrogate; nothing was sent
     * @throws IllegalStateException when the message is finished
     */
    SendResult write(String part);

    /**
     * Sends one fragment. In a text message the parts together must be UTF-8; a part may end within a character.
     *
     * @param part its remaining bytes, copied before this returns; position and limit stay
     * @return whether it was taken; never {@link SendResult#DROPPED}. After {@link SendResult#CONGESTED}, stop until
     *     {@link WebSocketListener#onDrained}
     * @throws IllegalArgumentException on the connection's own thread, when the text is not UTF-8; nothing was sent.
     *     When another thread has sent it, the connection ends with 1011 instead
     * @throws IllegalStateException when the message is finished
     */
    SendResult write(ByteBuffer part);

    /**
     * Ends the message with an empty final fragment.
     *
     * @return whether it was taken
     * @throws IllegalArgumentException on the connection's own thread, when a text ends within a character. When
     *     another thread has called, the connection ends with 1011 instead
     * @throws IllegalStateException when the message is finished already
     */
    SendResult finish();

    /**
     * Gives the message up. If no fragment was sent, this only lets another message begin.
     *
     * <p>Otherwise the connection fails with 1011 and the cause {@link CloseCause#ABORTED}. RFC 6455 §5.4 has no way to
     * take back a message that has begun: the peer would wait for its final fragment, or take a part for the whole.
     * Messages that wait behind this one are lost.
     *
     * <p>Does nothing when the message is finished or given up already, or when the connection has ended.
     */
    void abandon();
}
