package io.wsloop.protocol;

import io.wsloop.CloseCause;
import io.wsloop.CloseOutcome.Initiator;
import io.wsloop.CloseStatus;
import io.wsloop.Limits;
import io.wsloop.Role;
import io.wsloop.deflate.DeflateTerms;
import io.wsloop.deflate.MessageInflater;
import io.wsloop.frame.Opcode;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The engine of one connection after its opening handshake: RFC 6455 and RFC 7692 without I/O. One thread at a time.
 *
 * <pre>{@code
 * protocol.receive(in, sink)        takes bytes that the transport read; at most one event a call
 * protocol.sendText(…), close(…)    the application's wishes
 * protocol.flush(writer, sink)      writes the bytes that wait
 * protocol.transportAction()        says what to do with the transport
 * protocol.nextDeadline()           says when to call onDeadline(), even if no byte comes
 * }</pre>
 *
 * <p>A driver calls the last three after each of the others. The engine reads the clock of its {@link Workbench} by
 * itself.
 */
public final class Protocol extends SendingSide {
    private final @Nullable MessageInflater inflater;

    /**
     * Set only while a frame or a message is unfinished. Otherwise each call of receive() borrows the receiver of the
     * group.
     */
    private @Nullable MessageReceiver receiver;

    /** Null until either side begins to close. */
    private @Nullable ClosingHandshake closing;

    private Protocol(EngineGroup group, Outbox outbox) {
        super(group, outbox);
        DeflateTerms terms = group.options.terms();
        inflater = terms == null ? null : MessageInflater.of(group.role, terms, group.bench.deflaters());
    }

    /**
     * Makes an engine for the end that accepted the connection.
     *
     * @param options the limits, and the terms that the opening handshake agreed on
     * @param bench shared by the engines of one thread
     * @return an open engine
     */
    public static Protocol server(ProtocolOptions options, Workbench bench) {
        return server(options, bench, new Outbox());
    }

    /**
     * Makes a server's engine for a driver that has written to the outbox before. Bytes that wait there, such as the
     * opening handshake, are written before the first frame.
     *
     * @param options the limits, and the terms that the opening handshake agreed on
     * @param bench shared by the engines of one thread
     * @param outbox the connection's
     * @return an open engine
     */
    public static Protocol server(ProtocolOptions options, Workbench bench, Outbox outbox) {
        return new Protocol(bench.group(Role.SERVER, options), outbox);
    }

    /**
     * Makes an engine for the end that opened the connection.
     *
     * @param options the limits, and the terms that the opening handshake agreed on
     * @param bench shared by the engines of one thread
     * @return an open engine
     */
    public static Protocol client(ProtocolOptions options, Workbench bench) {
        return client(options, bench, new Outbox());
    }

    /**
     * Makes a client's engine for a driver that has written to the outbox before. Bytes that wait there, such as the
     * opening handshake, are written before the first frame.
     *
     * @param options the limits, and the terms that the opening handshake agreed on
     * @param bench shared by the engines of one thread
     * @param outbox the connection's
     * @return an open engine
     */
    public static Protocol client(ProtocolOptions options, Workbench bench, Outbox outbox) {
        return new Protocol(bench.group(Role.CLIENT, options), outbox);
    }

    /**
     * Takes bytes that the transport read, and calls the sink at most once. Of a compressed message it takes at most 4
     * KiB a call, because they may inflate to a thousand times as much.
     *
     * <p>It never throws because of the peer's bytes. A {@link Violation} fails the connection: the engine sends a
     * close frame and discards later bytes (RFC 6455 §7.1.7). An exception of the sink passes through and leaves the
     * engine in order.
     *
     * @param in its position moves behind the bytes that were taken. A view for the sink may be a part of it;
     *     afterwards the engine does not refer to it
     * @param sink hears of at most one event
     * @return true if bytes are left: call again; false if all were taken
     */
    public boolean receive(ByteBuffer in, ProtocolSink sink) {
        Objects.requireNonNull(sink, "sink must not be null");
        if (discardsInput()) {
            in.position(in.limit());
            return false;
        }
        boolean bytesCame = in.hasRemaining();
        MessageReceiver kept = receiver;
        MessageReceiver serving = kept == null ? group.lendReceiver() : kept;
        try {
            if (serving.receive(in, sink, inflater)) {
                controlReceived(serving, sink);
            }
        } catch (ViolationException e) {
            fail(CloseStatus.truncated(e.violation().closeCode(), e.getMessage()), CloseCause.VIOLATION, e);
        } finally {
            keepOrGiveBack(serving);
            if (bytesCame) {
                // The clock is read after the sink has returned: the time that the sink takes is no silence of the
                // peer.
                heard(group.bench.now());
            }
        }
        return in.hasRemaining();
    }

    private void keepOrGiveBack(MessageReceiver serving) {
        if (discardsInput()) {
            serving.stop();
            receiver = null;
            group.leave(serving);
        } else if (!serving.isBetweenMessages()) {
            if (receiver == null) {
                receiver = serving;
                group.leave(serving);
            }
        } else if (receiver == null) {
            group.giveBack(serving);
        } else {
            receiver = null;
        }
    }

    private void controlReceived(MessageReceiver serving, ProtocolSink sink) throws ViolationException {
        byte[] payload = serving.takeControl();
        int opcode = serving.opcode();
        if (opcode == Opcode.PING.code()) {
            // RFC 6455 §5.5.2: a ping must be answered with a pong, unless a close frame was received already. No frame
            // may follow our close frame (§5.5.1), so after it there is no pong either.
            if (!isCloseSent()) {
                pong(payload);
            }
            sink.onPing(payload);
        } else if (opcode == Opcode.PONG.code()) {
            if (!isAnswer(payload)) {
                sink.onPong(payload);
            }
        } else {
            closeReceived(CloseBody.parse(payload));
        }
    }

    /**
     * The peer's close frame has come. An endpoint that has not sent one must answer with one, and typically echoes the
     * status code (RFC 6455 §5.5.1).
     */
    private void closeReceived(CloseStatus status) {
        closing().peerClosed(status, group.role);
        if (!isCloseSent()) {
            sendClose(status.code() == CloseStatus.NO_STATUS ? status : CloseStatus.of(status.code()));
        }
    }

    /** Says that the peer has ended its stream. Bytes that wait are still written. */
    public void receiveEof() {
        if (transportAction() != TransportAction.CLOSE_NOW) {
            closing().endOfStream(outbox.isEmpty(), group.bench.now());
            dropUnfinished();
        }
    }

    /**
     * Says that reading or writing failed. The engine drops the connection.
     *
     * @param error the exception of the transport
     */
    public void transportFailed(Throwable error) {
        if (error == null) {
            throw new NullPointerException("error must not be null");
        }
        abort(CloseCause.TRANSPORT_FAILED, error);
    }

    /**
     * Says that the transport is closed. The engine releases everything that it holds, and the sink hears how the
     * connection ended. Only the first call counts.
     *
     * @param sink hears of the end
     */
    public void transportClosed(ProtocolSink sink) {
        if (sink == null) {
            throw new NullPointerException("sink must not be null");
        }
        if (isEnded()) {
            return;
        }
        // The outbox is released first: with a full heap, the steps below need its memory.
        outbox.release();
        unsent = null;
        dropUnfinished();
        if (deflater != null) {
            deflater.close();
        }
        if (inflater != null) {
            inflater.close();
        }
        sink.onEnd(closing().end());
    }

    /**
     * Fails the connection (RFC 6455 §7.1.7): sends a close frame if none was sent, discards all bytes that still come,
     * and lets TCP end within {@link Limits#closeTimeout}. After {@link TransportAction#CLOSE_NOW} it does nothing.
     *
     * @param status goes into the close frame
     * @param cause goes into the outcome
     * @param error what went wrong, or null
     */
    @Override
    public void fail(CloseStatus status, CloseCause cause, @Nullable Throwable error) {
        if (status == null) {
            throw new NullPointerException("status must not be null");
        }
        if (cause == null) {
            throw new NullPointerException("cause must not be null");
        }
        if (transportAction() == TransportAction.CLOSE_NOW) {
            // No byte is written any more, so the outcome must not name a close frame as sent.
            return;
        }
        closing().fail(cause, error, group.role);
        if (!isCloseSent()) {
            sendClose(status);
        }
        dropUnfinished();
        closing().waitFrom(group.bench.now());
    }

    /**
     * Drops the connection: no byte is written any more, and {@link #transportAction} is {@link
     * TransportAction#CLOSE_NOW}.
     *
     * @param cause goes into the outcome
     * @param error what went wrong, or null
     */
    @Override
    public void abort(CloseCause cause, @Nullable Throwable error) {
        // Not requireNonNull: a full heap has no room for a constant that is used for the first time.
        if (cause == null) {
            throw new NullPointerException("cause must not be null");
        }
        closing().abort(cause, error);
        dropUnfinished();
    }

    /**
     * Begins the closing handshake; see {@link #close(CloseStatus, CloseCause)}.
     *
     * @param status goes into the close frame
     */
    public void close(CloseStatus status) {
        close(status, CloseCause.CLOSING_HANDSHAKE);
    }

    /**
     * Begins the closing handshake: this side sends a close frame, and the peer must answer with one (RFC 6455 §7.1.2,
     * §5.5.1). Messages that come before the answer are still delivered. Does nothing when the handshake has begun.
     *
     * @param status goes into the close frame
     * @param cause goes into the outcome
     */
    public void close(CloseStatus status, CloseCause cause) {
        Objects.requireNonNull(status, "status must not be null");
        Objects.requireNonNull(cause, "cause must not be null");
        if (isOpen()) {
            closing().begun(Initiator.LOCAL, cause, null);
            sendClose(status);
        }
    }

    /** Sends the close frame. The close timeout begins now, or when the peer has read the bytes ahead of the frame. */
    private void sendClose(CloseStatus status) {
        if (unsent != null) {
            unsent.oweNoPong();
        }
        control(Opcode.CLOSE, CloseBody.encode(status));
        closing().sent(status);
        closing().waitFrom(group.bench.now());
    }

    /** Releases the bytes of an unfinished message. */
    private void dropUnfinished() {
        MessageReceiver stopped = receiver;
        if (stopped != null) {
            stopped.stop();
            receiver = null;
        }
    }

    private ClosingHandshake closing() {
        ClosingHandshake present = closing;
        if (present == null) {
            present = new ClosingHandshake();
            closing = present;
        }
        return present;
    }

    private boolean isCloseSent() {
        return closing != null && closing.isSent();
    }

    private boolean discardsInput() {
        return closing != null && closing.discardsInput();
    }

    private boolean isEnded() {
        return closing != null && closing.isEnded();
    }

    /**
     * Checks the payload of a ping or pong: a control frame holds at most 125 bytes (RFC 6455 §5.5). A driver calls
     * this when it takes the payload on another thread than the engine's; {@link #sendPing} and {@link #sendPong} check
     * by themselves. Any thread.
     *
     * @param payload not changed
     * @throws IllegalArgumentException when it is longer than 125 bytes
     */
    public static void requireControlPayload(byte[] payload) {
        if (payload.length > FrameDecoder.MAX_CONTROL) {
            throw new IllegalArgumentException("a control frame holds at most " + FrameDecoder.MAX_CONTROL
                    + " bytes (RFC 6455 §5.5), not " + payload.length);
        }
    }

    /**
     * When to call {@link #onDeadline}. Each byte that comes moves this time. A driver may ask after each call, or keep
     * the time that it knows: a call of onDeadline that comes too early does nothing, and the driver asks again.
     *
     * @return nanoseconds of the bench's clock, or {@link Deadline#NEVER}
     */
    public long nextDeadline() {
        long next = isOpen() ? keepaliveDeadline() : closeDeadline();
        return isEnded() ? next : Deadline.earlier(next, writeDeadline());
    }

    private long closeDeadline() {
        return closing == null ? Deadline.NEVER : closing.deadline(readBy(), group.closeTimeoutNanos);
    }

    /**
     * Sends a ping, fails the connection or drops it, if a deadline has come; otherwise does nothing. Before this, read
     * from the transport and call {@link #receive}: the engine does not know of bytes that still lie in the transport,
     * and may take the peer for silent.
     */
    public void onDeadline() {
        long now = group.bench.now();
        if (Deadline.isDue(closeDeadline(), now)) {
            // If both close frames have crossed, the outcome still names the closing handshake as complete.
            abort(CloseCause.CLOSE_TIMEOUT, null);
        } else if (!isEnded() && Deadline.isDue(writeDeadline(), now)) {
            abort(CloseCause.WRITE_TIMEOUT, null);
        } else if (isOpen()) {
            switch (onSilence(now)) {
                case PING -> pingPeer();
                case DEAD ->
                    fail(
                            new CloseStatus(
                                    1011,
                                    "no pong within "
                                            + group.limits.pongTimeout().toMillis() + " ms"),
                            CloseCause.PONG_TIMEOUT,
                            null);
                case TOO_EARLY -> {}
            }
        }
    }

    /**
     * Says that the driver has paused or resumed reading. During a pause keepalive expects nothing of the peer. After
     * it, the peer has the whole time again.
     *
     * @param paused whether reading is paused
     */
    public void paused(boolean paused) {
        paused(paused, group.bench.now());
    }

    /**
     * Says what the driver must do with the transport.
     *
     * @return an action that only moves down the list of {@link TransportAction}
     */
    @Override
    public TransportAction transportAction() {
        return closing == null ? TransportAction.NONE : closing.action();
    }

    /**
     * Tells whether the engine takes messages.
     *
     * @return true until either side begins to close
     */
    @Override
    public boolean isOpen() {
        return closing == null || !closing.isBegun();
    }

    /**
     * The memory that an unfinished message holds.
     *
     * @return bytes of its arrays; zero between messages
     */
    public long unfinishedBytes() {
        return receiver == null ? 0 : receiver.heldBytes();
    }

    /**
     * Tells whether this is the server's engine or the client's.
     *
     * @return the role
     */
    public Role role() {
        return group.role;
    }

    /** The role and the state of both directions, in one line. */
    @Override
    public String toString() {
        return group.role + " " + (closing == null ? "open" : closing) + ", "
                + (receiver == null ? "between frames" : receiver) + ", " + outbox.pending() + " bytes to write, "
                + transportAction();
    }
}
