package io.wsloop.protocol;

import io.wsloop.CloseCause;
import io.wsloop.CloseOutcome.Initiator;
import io.wsloop.CloseStatus;
import io.wsloop.Compression;
import io.wsloop.Limits;
import io.wsloop.MessageType;
import io.wsloop.Role;
import io.wsloop.SendResult;
import io.wsloop.deflate.DeflateTerms;
import io.wsloop.deflate.MessageDeflater;
import io.wsloop.deflate.MessageInflater;
import io.wsloop.frame.Opcode;
import io.wsloop.frame.Utf8Encoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The engine of one connection after its opening handshake: RFC 6455 and RFC 7692 without I/O. One thread at a time.
 *
 * <pre>{@code
 * protocol.receive(in, sink)        bytes from the socket; at most one event a call
 * protocol.sendText(…), close(…)    what the application wants
 * protocol.outbox()                 bytes for the socket; after writing, flushed(…)
 * protocol.transportAction()        what is to become of the connection
 * protocol.nextDeadline()           when to call onDeadline() though nothing came
 * }</pre>
 *
 * <p>A driver asks for the last three after each of the others. Time is what the {@link Workbench} was told.
 */
public final class Protocol extends Keepalive {
    private static final long NONE = Long.MAX_VALUE;

    private final Outbox outbox = new Outbox();
    final @Nullable MessageDeflater deflater;
    private final @Nullable MessageInflater inflater;

    /** Only while a frame or a message is unfinished; otherwise the setup's serves. */
    private @Nullable MessageReceiver receiver;

    /** Only once there is something to tell. */
    private @Nullable ClosingHandshake closing;

    /** The message that is sent in parts; null between such messages. */
    private @Nullable UnfinishedMessage unfinished;

    /** The pings and pongs that have not left yet; null when all have. */
    private @Nullable UnsentControl unsent;

    private boolean congested;
    /** What comes is read and thrown away. */
    private boolean discarding;

    private long writeDeadline = NONE;
    private TransportAction action = TransportAction.NONE;
    private boolean ended;

    private Protocol(Setup setup) {
        super(setup);
        DeflateTerms terms = setup.options.terms();
        if (terms == null) {
            deflater = null;
            inflater = null;
        } else {
            deflater = MessageDeflater.of(setup.role, terms, setup.options.deflate(), setup.bench.deflaters());
            inflater = MessageInflater.of(setup.role, terms, setup.bench.deflaters());
        }
    }

    /**
     * An engine for the end that accepted the connection.
     *
     * @param options what the opening handshake agreed, and limits
     * @param bench shared by the engines of one thread; its time must be told already
     * @return an open engine
     */
    public static Protocol server(ProtocolOptions options, Workbench bench) {
        return new Protocol(bench.setup(Role.SERVER, options));
    }

    /**
     * An engine for the end that opened the connection.
     *
     * @param options what the opening handshake agreed, and limits
     * @param bench shared by the engines of one thread; its time must be told already
     * @return an open engine
     */
    public static Protocol client(ProtocolOptions options, Workbench bench) {
        return new Protocol(bench.setup(Role.CLIENT, options));
    }

    /**
     * Takes bytes that the socket gave. Never throws for bad input: a {@link Violation} becomes a close frame and the
     * outcome, and whatever comes after it is thrown away. What the sink throws passes through, with the engine in order.
     *
     * @param in its position moves behind what was taken; a view that the sink is lent may be of it, nothing refers to it
     *     afterwards
     * @param sink hears of at most one event
     * @return true: call again, bytes are left; false: all were taken and more are needed
     */
    public boolean receive(ByteBuffer in, ProtocolSink sink) {
        if (discarding) {
            in.position(in.limit());
            return false;
        }
        if (in.hasRemaining()) {
            heard(setup.bench.now());
        }
        MessageReceiver kept = receiver;
        MessageReceiver serving = kept == null ? setup.takeReceiver() : kept;
        try {
            if (serving.receive(in, sink, inflater)) {
                control(serving, sink);
            }
        } catch (ViolationException e) {
            failed(e);
        } finally {
            keepOrGiveBack(serving);
        }
        return in.hasRemaining();
    }

    private void keepOrGiveBack(MessageReceiver serving) {
        if (discarding) {
            serving.stop();
            receiver = null;
            setup.leave(serving);
        } else if (!serving.isBetweenMessages()) {
            if (receiver == null) {
                receiver = serving;
                setup.leave(serving);
            }
        } else if (receiver == null) {
            setup.giveBack(serving);
        } else {
            receiver = null;
        }
    }

    private void control(MessageReceiver serving, ProtocolSink sink) throws ViolationException {
        byte[] payload = serving.takeControl();
        int opcode = serving.opcode();
        if (opcode == Opcode.PING.code()) {
            answer(payload);
            sink.onPing(payload);
        } else if (opcode == Opcode.PONG.code()) {
            if (!isAnswer(payload)) {
                sink.onPong(payload);
            }
        } else {
            closeReceived(CloseBody.parse(payload));
        }
    }

    /** §5.5.2: a ping is answered as soon as is practical; while the socket takes nothing, only the latest is. */
    private void answer(byte[] payload) {
        if (isCloseSent()) {
            return;
        }
        if (outbox.isStalled() || unsent != null && unsent.pongBytes > 0) {
            unsent().owedPong = payload.clone();
        } else {
            setup.sender.control(outbox, Opcode.PONG, payload);
            waits();
        }
    }

    /** §5.5.1, §7.1: answered with the peer's own code; then the server closes TCP, and the client waits for that. */
    private void closeReceived(CloseStatus status) {
        closing().received(status);
        discarding = true;
        if (!isCloseSent()) {
            sendClose(status.code() == CloseStatus.NO_STATUS ? status : CloseStatus.of(status.code()));
        }
        if (setup.role == Role.SERVER) {
            act(TransportAction.CLOSE_WHEN_FLUSHED);
        }
    }

    /** The one exit for a peer's fault (§7.1.7). */
    private void failed(ViolationException e) {
        fail(CloseStatus.truncated(e.violation().closeCode(), e.getMessage()), CloseCause.VIOLATION, e);
    }

    /** The peer ended its stream. What waits is still written. */
    public void receiveEof() {
        if (action == TransportAction.CLOSE_NOW) {
            return;
        }
        if (!closing().isComplete()) {
            closing().brokeOff(CloseCause.END_OF_STREAM, null);
            closing().begun(Initiator.PEER, CloseCause.END_OF_STREAM, null);
        }
        stopListening();
        if (outbox.isEmpty()) {
            act(TransportAction.CLOSE_NOW);
        } else {
            armClose();
            act(TransportAction.CLOSE_WHEN_FLUSHED);
        }
    }

    /**
     * Reading or writing failed.
     *
     * @param error as the transport threw it
     */
    public void transportFailed(Throwable error) {
        abort(CloseCause.TRANSPORT_FAILED, error);
    }

    /**
     * The transport is closed, for whatever reason: everything held is let go of, and the sink hears how it ended, the
     * first time this is called.
     *
     * @param sink hears of the end
     */
    public void transportClosed(ProtocolSink sink) {
        if (ended) {
            return;
        }
        ended = true;
        ClosingHandshake end = closing();
        end.begun(Initiator.PEER, CloseCause.END_OF_STREAM, null);
        end.deadline = NONE;
        action = TransportAction.CLOSE_NOW;
        writeDeadline = NONE;
        unsent = null;
        outbox.release();
        if (deflater != null) {
            deflater.close();
        }
        stopListening();
        if (inflater != null) {
            inflater.close();
        }
        sink.onEnd(end.outcome());
    }

    /**
     * Fails the connection from this side (§7.1.7): a close frame if none was sent, nothing is listened to any more, and
     * TCP ends within {@link Limits#closeTimeout}.
     *
     * @param status goes into the close frame
     * @param cause why, for the outcome
     * @param error what went wrong, if anything did
     */
    public void fail(CloseStatus status, CloseCause cause, @Nullable Throwable error) {
        if (action == TransportAction.CLOSE_NOW) {
            // Nothing is written any more, so nothing may be told as sent.
            return;
        }
        if (cause != CloseCause.CLOSING_HANDSHAKE) {
            closing().brokeOff(cause, error);
        }
        closing().begun(Initiator.LOCAL, cause, error);
        if (!isCloseSent()) {
            sendClose(status);
        }
        stopListening();
        armClose();
        // §7.1.1: a client waits for the server to close TCP first.
        if (setup.role == Role.SERVER) {
            act(TransportAction.HALF_CLOSE_WHEN_FLUSHED);
        }
    }

    /**
     * Drops the connection without another byte.
     *
     * @param cause why, for the outcome
     * @param error what went wrong, if anything did
     */
    public void abort(CloseCause cause, @Nullable Throwable error) {
        if (cause != CloseCause.CLOSING_HANDSHAKE) {
            closing().brokeOff(cause, error);
        }
        closing().begun(Initiator.LOCAL, cause, error);
        stopListening();
        act(TransportAction.CLOSE_NOW);
    }

    /**
     * Begins the closing handshake (§7.1.2); does nothing when it has begun.
     *
     * @param status goes into the close frame
     */
    public void close(CloseStatus status) {
        close(status, CloseCause.CLOSING_HANDSHAKE);
    }

    /**
     * Begins the closing handshake (§7.1.2); does nothing when it has begun. Messages that the peer had sent before it
     * heard of it are still delivered.
     *
     * @param status goes into the close frame
     * @param cause why, for the outcome
     */
    public void close(CloseStatus status, CloseCause cause) {
        if (!isOpen()) {
            return;
        }
        closing().begun(Initiator.LOCAL, cause, null);
        sendClose(status);
    }

    private void sendClose(CloseStatus status) {
        closing().sent(status);
        if (unsent != null) {
            unsent.owedPong = null;
        }
        setup.sender.control(outbox, Opcode.CLOSE, CloseBody.encode(status));
        waits();
        armClose();
    }

    private void stopListening() {
        discarding = true;
        MessageReceiver stopped = receiver;
        if (stopped != null) {
            stopped.stop();
            receiver = null;
        }
    }

    private void armClose() {
        ClosingHandshake begun = closing();
        if (begun.deadline == NONE) {
            begun.deadline = setup.bench.now() + setup.limits.closeTimeout().toNanos();
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

    private void act(TransportAction wanted) {
        if (wanted.compareTo(action) > 0) {
            action = wanted;
        }
    }

    /**
     * Sends a text message.
     *
     * @param text encoded before return
     * @param compression whether it is compressed
     * @return what became of it
     * @throws IllegalArgumentException at an unpaired surrogate
     * @throws IllegalStateException while a message sent in parts is unfinished
     */
    public SendResult sendText(String text, Compression compression) {
        if (!isOpen()) {
            return SendResult.CLOSED;
        }
        Utf8Encoder encoder = setup.bench.encoder();
        int length = encoder.encode(text);
        return sendData(Opcode.TEXT, encoder.bytes(), 0, length, compression);
    }

    /**
     * Sends a text message that is encoded already. For drivers that take text on one thread and send it on another:
     * {@link io.wsloop.frame.Utf8#encode} on the first finds what {@link #sendText} would refuse.
     *
     * @param utf8 must be UTF-8, which is not looked at again; copied before return
     * @param compression whether it is compressed
     * @return what became of it
     * @throws IllegalStateException while a message sent in parts is unfinished
     */
    public SendResult sendEncodedText(byte[] utf8, Compression compression) {
        return sendData(Opcode.TEXT, utf8, 0, utf8.length, compression);
    }

    /**
     * Sends a binary message.
     *
     * @param payload copied before return
     * @param offset of its first byte
     * @param length how many
     * @param compression whether it is compressed
     * @return what became of it
     * @throws IndexOutOfBoundsException when the payload has no such bytes
     * @throws IllegalStateException while a message sent in parts is unfinished
     */
    public SendResult sendBinary(byte[] payload, int offset, int length, Compression compression) {
        Objects.checkFromIndexSize(offset, length, payload.length);
        return sendData(Opcode.BINARY, payload, offset, length, compression);
    }

    /**
     * Sends a binary message.
     *
     * @param payload its remaining bytes; position and limit are left as they were
     * @param compression whether it is compressed
     * @return what became of it
     * @throws IllegalStateException while a message sent in parts is unfinished
     */
    public SendResult sendBinary(ByteBuffer payload, Compression compression) {
        if (payload.hasArray()) {
            int offset = payload.arrayOffset() + payload.position();
            return sendBinary(payload.array(), offset, payload.remaining(), compression);
        }
        SendResult refused = refused(payload.remaining());
        if (refused != null) {
            return refused;
        }
        requireNoneUnfinished();
        setup.sender.message(outbox, deflater, payload, compression);
        return queued();
    }

    private SendResult sendData(Opcode opcode, byte[] payload, int offset, int length, Compression compression) {
        SendResult refused = refused(length);
        if (refused != null) {
            return refused;
        }
        requireNoneUnfinished();
        setup.sender.message(outbox, deflater, opcode, payload, offset, length, compression);
        return queued();
    }

    /**
     * Sends a message that was encoded for many.
     *
     * @param message queued as a view where that is possible
     * @return what became of it
     * @throws IllegalStateException while a message sent in parts is unfinished
     */
    public SendResult send(PreparedMessage message) {
        SendResult refused = refused(message.length());
        if (refused != null) {
            return refused;
        }
        requireNoneUnfinished();
        setup.sender.message(outbox, deflater, message);
        return queued();
    }

    /**
     * Sends one fragment of a message (§5.4); the first call begins it.
     *
     * @param type of the message, the same for all its parts
     * @param compression of the message; only the first part's counts, and AUTO is ON
     * @param part copied before return
     * @param offset of its first byte
     * @param length how many
     * @param last whether the message ends here
     * @return what became of it; never DROPPED, for a message cannot lose its middle
     * @throws IllegalArgumentException when the parts of a text are not UTF-8; this one then was not sent, another may be
     * @throws IllegalStateException when a message of the other type is unfinished
     * @throws IndexOutOfBoundsException when the part has no such bytes
     */
    public SendResult sendPart(
            MessageType type, Compression compression, byte[] part, int offset, int length, boolean last) {
        Objects.checkFromIndexSize(offset, length, part.length);
        if (!isOpen()) {
            return SendResult.CLOSED;
        }
        if (exceedsCap(length)) {
            tooSlow();
            return SendResult.CLOSED;
        }
        unfinished = setup.sender.part(outbox, deflater, unfinished, type, compression, part, offset, length, last);
        return queued();
    }

    /**
     * Sends a ping (§5.5.2).
     *
     * @param payload at most 125 bytes
     * @return what became of it
     * @throws IllegalArgumentException when it is longer
     */
    public SendResult sendPing(byte[] payload) {
        return sendControl(Opcode.PING, payload);
    }

    /**
     * Sends an unsolicited pong (§5.5.3).
     *
     * @param payload at most 125 bytes
     * @return what became of it
     * @throws IllegalArgumentException when it is longer
     */
    public SendResult sendPong(byte[] payload) {
        return sendControl(Opcode.PONG, payload);
    }

    /**
     * Checks what is to be a ping's or a pong's payload (§5.5). For drivers that take it on one thread and send it on
     * another; {@link #sendPing} and {@link #sendPong} check by themselves. Any thread.
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

    private SendResult sendControl(Opcode opcode, byte[] payload) {
        requireControlPayload(payload);
        SendResult refused = refused(payload.length);
        if (refused != null) {
            return refused;
        }
        setup.sender.control(outbox, opcode, payload);
        return queued();
    }

    /** A message of any size is taken while nothing waits; behind others it must fit below the cap. */
    private boolean exceedsCap(int length) {
        return outbox.waitingBytes() > 0 && outbox.waitingBytes() + length > setup.limits.maxOutgoingBytes();
    }

    /** What is to be told instead of taking so many bytes; null when they are taken. */
    private @Nullable SendResult refused(int length) {
        if (!isOpen()) {
            return SendResult.CLOSED;
        }
        if (!exceedsCap(length)) {
            return null;
        }
        if (setup.options.overflow() == OverflowPolicy.DROP_NEW) {
            return SendResult.DROPPED;
        }
        tooSlow();
        return SendResult.CLOSED;
    }

    private void requireNoneUnfinished() {
        if (unfinished != null) {
            throw new IllegalStateException(
                    "a message sent in parts is unfinished: finish it before the next message (RFC 6455 §5.4)");
        }
    }

    private void tooSlow() {
        String reason = "reads too slowly: more than " + setup.limits.maxOutgoingBytes() + " bytes wait";
        fail(CloseStatus.truncated(1008, reason), CloseCause.TOO_SLOW, null);
    }

    private SendResult queued() {
        waits();
        if (outbox.pending() > setup.limits.highWaterBytes()) {
            congested = true;
            return SendResult.CONGESTED;
        }
        return SendResult.QUEUED;
    }

    /** The write deadline counts from when bytes began to wait. */
    private void waits() {
        if (writeDeadline == NONE && !setup.limits.writeTimeout().isZero()) {
            writeDeadline = setup.bench.now() + setup.limits.writeTimeout().toNanos();
        }
    }

    /**
     * Where the bytes to be written are.
     *
     * @return the same one always
     */
    public Outbox outbox() {
        return outbox;
    }

    /**
     * The driver has written, or tried to. To be called after each attempt; afterwards the outbox may hold a pong that
     * was owed.
     *
     * @param bytes that the socket took
     * @param sink may hear that the outbox has drained
     */
    public void flushed(long bytes, ProtocolSink sink) {
        UnsentControl waiting = unsent;
        if (waiting != null) {
            controlFlushed(waiting, bytes);
        }
        if (outbox.isEmpty()) {
            writeDeadline = NONE;
        } else if (bytes > 0) {
            writeDeadline = NONE;
            waits();
        }
        if (congested && (outbox.isEmpty() || outbox.pending() < setup.limits.lowWaterBytes())) {
            congested = false;
            if (isOpen()) {
                sink.onDrained();
            }
        }
    }

    private void controlFlushed(UnsentControl waiting, long bytes) {
        if (waiting.pingBytes > 0 && bytes > 0) {
            heard(setup.bench.now());
        }
        waiting.flushed(bytes, outbox.isEmpty());
        byte[] pong = waiting.owedPong;
        // One at a time: an outbox that never runs empty must not silence us, nor a flood of pings fill it.
        if (pong != null && waiting.pongBytes == 0 && (bytes > 0 || outbox.isEmpty())) {
            waiting.owedPong = null;
            setup.sender.control(outbox, Opcode.PONG, pong);
            waiting.pongBytes = outbox.pending();
        }
        if (waiting.isEmpty()) {
            unsent = null;
        }
    }

    private UnsentControl unsent() {
        UnsentControl present = unsent;
        if (present == null) {
            present = new UnsentControl();
            unsent = present;
        }
        return present;
    }

    /**
     * When {@link #onDeadline} is to be called. It may turn out too early, for a message only stores the time: then there
     * is a new deadline.
     *
     * @return the bench's nanoseconds, or {@link Long#MAX_VALUE} for never
     */
    public long nextDeadline() {
        long next = isOpen() ? keepaliveDeadline() : closing().deadline;
        return earlier(next, writeDeadline);
    }

    /** The deadline has come: pings, fails or drops the connection, or does nothing yet. */
    public void onDeadline() {
        long now = setup.bench.now();
        if (closing != null && isDue(closing.deadline, now)) {
            // A client whose server never closes TCP has had its closing handshake all the same.
            abort(CloseCause.CLOSE_TIMEOUT, null);
        } else if (isDue(writeDeadline, now)) {
            abort(CloseCause.WRITE_TIMEOUT, null);
        } else if (isOpen()) {
            switch (onSilence(now)) {
                case PING -> {
                    setup.sender.control(outbox, Opcode.PING, ping());
                    unsent().pingBytes = outbox.pending();
                    waits();
                }
                case DEAD ->
                    fail(
                            new CloseStatus(
                                    1011,
                                    "no pong within "
                                            + setup.limits.pongTimeout().toMillis() + " ms"),
                            CloseCause.PONG_TIMEOUT,
                            null);
                case TOO_EARLY -> {}
            }
        }
    }

    private static boolean isDue(long deadline, long now) {
        return deadline != NONE && deadline - now <= 0;
    }

    private static long earlier(long a, long b) {
        if (a == NONE || b == NONE) {
            return Math.min(a, b);
        }
        return a - b < 0 ? a : b;
    }

    /**
     * Reading is paused: nothing can be heard, so keepalive's clock stands still.
     *
     * @param paused whether it is
     */
    public void paused(boolean paused) {
        paused(paused, setup.bench.now());
    }

    /**
     * What is to become of the transport.
     *
     * @return only ever moves on
     */
    public TransportAction transportAction() {
        return action;
    }

    /**
     * Whether messages are still taken.
     *
     * @return true until either end began to close
     */
    public boolean isOpen() {
        return closing == null || !closing.isBegun();
    }

    /**
     * Which end this is.
     *
     * @return the role
     */
    public Role role() {
        return setup.role;
    }

    /** The story so far, in one line. */
    @Override
    public String toString() {
        return setup.role + " " + (closing == null ? "open" : closing) + ", "
                + (receiver == null ? "between frames" : receiver) + ", " + outbox.pending() + " bytes to write, "
                + action;
    }

    /**
     * Writes what waits until nothing does or the writer takes no more, and tells the engine of each write: all that a
     * driver which lends no staging buffer has to do for output. A blocking writer leaves nothing behind. After {@link
     * TransportAction#CLOSE_NOW} nothing is written.
     *
     * @param writer takes all, some or none of what it is offered; is offered the rest again until it takes none
     * @param sink may hear that the outbox has drained; what it sends then is written as well
     * @return true when nothing waits; false when the writer took no more: call again once the transport is writable
     * @throws IOException as the writer threw it, with the engine in order: now comes {@link #transportFailed}
     */
    public boolean flush(GatheringWriter writer, ProtocolSink sink) throws IOException {
        boolean taken = true;
        while (taken && outbox.count() > 0 && action != TransportAction.CLOSE_NOW) {
            long before = outbox.waitingBytes();
            try {
                writer.write(outbox.buffers(), outbox.count());
            } finally {
                outbox.consumed();
                long bytes = before - outbox.waitingBytes();
                taken = bytes > 0;
                flushed(bytes, sink);
            }
        }
        return outbox.isEmpty();
    }
}
