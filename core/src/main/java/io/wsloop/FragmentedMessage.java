package io.wsloop;

import java.nio.ByteBuffer;

/**
 * A message that is sent piece by piece (RFC 6455 §5.4): each {@link #write} is a fragment on the wire. Any thread may call,
 * one at a time. Other messages of the connection wait until {@link #finish} or {@link #abandon}.
 *
 * <p>It is not AutoCloseable: to close a stream means that its data is whole, and the end of a block that an exception left
 * would say so to the peer.
 */
public interface FragmentedMessage {
    /**
     * Sends one fragment of a text message. A surrogate pair must not be torn in two.
     *
     * @param part of the text
     * @return what became of it, never {@link SendResult#DROPPED}; stop while {@link SendResult#CONGESTED}
     * @throws IllegalArgumentException at an unpaired surrogate; nothing was sent
     * @throws IllegalStateException when the message is finished
     */
    SendResult write(String part);

    /**
     * Sends one fragment. In a text message the parts together must be UTF-8; they may be cut anywhere.
     *
     * @param part its remaining bytes; position and limit are left as they were
     * @return what became of it, never {@link SendResult#DROPPED}; stop while {@link SendResult#CONGESTED}
     * @throws IllegalArgumentException on the connection's own thread, when the text is not UTF-8; nothing was sent. On
     *     others that is found out later, and ends the connection with 1011
     * @throws IllegalStateException when the message is finished
     */
    SendResult write(ByteBuffer part);

    /**
     * Ends the message with an empty final fragment.
     *
     * @return what became of it
     * @throws IllegalArgumentException on the connection's own thread, when a text ends within a character; on others
     *     that ends the connection with 1011
     * @throws IllegalStateException when the message is finished already
     */
    SendResult finish();

    /**
     * Gives the message up. If no fragment was sent, nothing happens but that another message may begin.
     *
     * <p>Otherwise the connection fails with 1011 and the cause {@link CloseCause#ABORTED}. RFC 6455 §5.4 knows no way to
     * take a begun message back: the peer would wait for its final fragment, or take a part for the whole. Messages that
     * wait behind this one are lost.
     *
     * <p>Does nothing when the message is finished or given up already, or the connection has ended.
     */
    void abandon();
}
