package io.wsloop.protocol;

import io.wsloop.CloseCause;
import io.wsloop.CloseOutcome.Initiator;
import io.wsloop.CloseStatus;
import io.wsloop.Compression;
import io.wsloop.Limits;
import io.wsloop.MessageType;
import io.wsloop.OverflowPolicy;
import io.wsloop.PreparedMessage;
import io.wsloop.Role;
import io.wsloop.SendResult;
import io.wsloop.deflate.DeflateTerms;
import io.wsloop.deflate.MessageDeflater;
import io.wsloop.deflate.MessageInflater;
import io.wsloop.frame.Opcode;
import io.wsloop.frame.PreparedFrames;
import io.wsloop.frame.Utf8;
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
    /**
     * A peer that reads is taken to read a byte in this many nanoseconds (2^15, about 30 kB/s), also of what the systems
     * on both sides hold: no ping and no close frame is answered before the bytes ahead of it are read.
     */
    private static final int NANOS_PER_BYTE_SHIFT = 15;

    /** Systems hold no more than this between two programs. */
    private static final int MOST_UNREAD = 16 << 20;

    /** Fewer bytes are read at once, by any peer that reads. */
    private static final int READ_AT_ONCE = 64 << 10;

    private final Outbox outbox = new Outbox();
    final @Nullable MessageDeflater deflater;
    private final @Nullable MessageInflater inflater;

    /** Only while a frame or a message is unfinished; otherwise the setup's serves. */
    private @Nullable MessageReceiver receiver;

    /** Only once there is something to tell. */
    private @Nullable ClosingHandshake closing;

    /** The message that is sent in parts; null between such messages. */
    private @Nullable UnfinishedMessage unfinished;

    /** How many bytes, of those that the socket had taken at progressAt, a slow peer may not have read then. */
    private int unread;

    private boolean congested;
    /** What comes is read and thrown away. */
    private boolean discarding;

    /** When the socket last took a byte, or was first given one. */
    private long progressAt;

    private boolean ended;

    private Protocol(Setup setup) {
        super(setup);
        progressAt = setup.bench.now();
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
     * Takes bytes that the socket gave, and of a compressed message at most 4 KiB, for it may inflate to a thousand times
     * as much. Never throws for bad input: a {@link Violation} becomes a close frame and the
     * outcome, and whatever comes after it is thrown away. What the sink throws passes through, with the engine in order.
     *
     * @param in its position moves behind what was taken; a view that the sink is lent may be of it, nothing refers to it
     *     afterwards
     * @param sink hears of at most one event
     * @return true: call again, bytes are left; false: all were taken and more are needed
     */
    public boolean receive(ByteBuffer in, ProtocolSink sink) {
        Objects.requireNonNull(sink, "sink must not be null");
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
            control(Opcode.PONG, payload);
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
        if (transportAction() == TransportAction.CLOSE_NOW) {
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
        Objects.requireNonNull(error, "error must not be null");
        abort(CloseCause.TRANSPORT_FAILED, error);
    }

    /**
     * The transport is closed, for whatever reason: everything held is let go of, and the sink hears how it ended, the
     * first time this is called.
     *
     * @param sink hears of the end
     */
    public void transportClosed(ProtocolSink sink) {
        Objects.requireNonNull(sink, "sink must not be null");
        if (ended) {
            return;
        }
        ended = true;
        // The outbox is released first: with a full heap, the steps below need its memory.
        outbox.release();
        unsent = null;
        stopListening();
        if (deflater != null) {
            deflater.close();
        }
        if (inflater != null) {
            inflater.close();
        }
        ClosingHandshake end = closing();
        end.begun(Initiator.PEER, CloseCause.END_OF_STREAM, null);
        end.waitNoMore();
        end.action = TransportAction.CLOSE_NOW;
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
        Objects.requireNonNull(status, "status must not be null");
        Objects.requireNonNull(cause, "cause must not be null");
        if (transportAction() == TransportAction.CLOSE_NOW) {
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
        Objects.requireNonNull(cause, "cause must not be null");
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
        Objects.requireNonNull(status, "status must not be null");
        Objects.requireNonNull(cause, "cause must not be null");
        if (!isOpen()) {
            return;
        }
        closing().begun(Initiator.LOCAL, cause, null);
        sendClose(status);
    }

    private void sendClose(CloseStatus status) {
        if (unsent != null) {
            unsent.owedPong = null;
        }
        control(Opcode.CLOSE, CloseBody.encode(status));
        closing().sent(status);
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

    /** The close timeout counts from here, and from each byte that the peer takes of what goes before the close frame. */
    private void armClose() {
        closing().waitFrom(setup.bench.now());
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
        ClosingHandshake begun = closing();
        if (wanted.compareTo(begun.action) > 0) {
            begun.action = wanted;
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
        Objects.requireNonNull(text, "text must not be null");
        Objects.requireNonNull(compression, "compression must not be null");
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
        Objects.requireNonNull(utf8, "utf8 must not be null");
        Objects.requireNonNull(compression, "compression must not be null");
        return sendData(Opcode.TEXT, utf8, 0, utf8.length, compression);
    }

    /**
     * Sends a text message that is encoded already, and judges it first. A text that {@link ProtocolSink#onTextView} shows is
     * sent on from there without another look, as long as it is sent whole.
     *
     * @param utf8 its remaining bytes; position and limit are left as they were
     * @param compression whether it is compressed
     * @return what became of it
     * @throws IllegalArgumentException when the bytes are not UTF-8; names the offset, and nothing was sent
     * @throws IllegalStateException while a message sent in parts is unfinished
     */
    public SendResult sendUtf8(ByteBuffer utf8, Compression compression) {
        Objects.requireNonNull(utf8, "utf8 must not be null");
        Objects.requireNonNull(compression, "compression must not be null");
        int length = utf8.remaining();
        byte[] lent = setup.bench.bytesOfLent(utf8);
        if (lent != null) {
            return sendData(Opcode.TEXT, lent, 0, length, compression);
        }
        if (utf8.hasArray()) {
            return sendUtf8(utf8.array(), utf8.arrayOffset() + utf8.position(), length, compression);
        }
        if (!isOpen()) {
            return SendResult.CLOSED;
        }
        byte[] copy = setup.bench.scratch(length);
        utf8.get(utf8.position(), copy, 0, length);
        return sendUtf8(copy, 0, length, compression);
    }

    /**
     * Sends a text message that is encoded already, and judges it first.
     *
     * @param utf8 copied before return
     * @param offset of its first byte
     * @param length how many
     * @param compression whether it is compressed
     * @return what became of it
     * @throws IllegalArgumentException when the bytes are not UTF-8; names the offset, and nothing was sent
     * @throws IndexOutOfBoundsException when the array has no such bytes
     * @throws IllegalStateException while a message sent in parts is unfinished
     */
    public SendResult sendUtf8(byte[] utf8, int offset, int length, Compression compression) {
        Objects.requireNonNull(utf8, "utf8 must not be null");
        Objects.requireNonNull(compression, "compression must not be null");
        Objects.checkFromIndexSize(offset, length, utf8.length);
        if (!isOpen()) {
            return SendResult.CLOSED;
        }
        Utf8.requireValid(utf8, offset, length, setup.bench.validator());
        return sendData(Opcode.TEXT, utf8, offset, length, compression);
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
        Objects.requireNonNull(payload, "payload must not be null");
        Objects.requireNonNull(compression, "compression must not be null");
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
        Objects.requireNonNull(payload, "payload must not be null");
        Objects.requireNonNull(compression, "compression must not be null");
        if (payload.hasArray()) {
            int offset = payload.arrayOffset() + payload.position();
            return sendBinary(payload.array(), offset, payload.remaining(), compression);
        }
        SendResult refused = refused(payload.remaining());
        if (refused != null) {
            return refused;
        }
        requireNoneUnfinished();
        begins();
        try {
            setup.sender.message(outbox, deflater, payload, compression);
        } catch (Error e) {
            throw torn(e);
        }
        return queued();
    }

    private SendResult sendData(Opcode opcode, byte[] payload, int offset, int length, Compression compression) {
        SendResult refused = refused(length);
        if (refused != null) {
            return refused;
        }
        requireNoneUnfinished();
        begins();
        try {
            setup.sender.message(outbox, deflater, opcode, payload, offset, length, compression);
        } catch (Error e) {
            throw torn(e);
        }
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
        begins();
        try {
            setup.sender.message(outbox, deflater, (PreparedFrames) message.encoded());
        } catch (Error e) {
            throw torn(e);
        }
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
        Objects.requireNonNull(type, "type must not be null");
        Objects.requireNonNull(compression, "compression must not be null");
        Objects.requireNonNull(part, "part must not be null");
        Objects.checkFromIndexSize(offset, length, part.length);
        if (!isOpen()) {
            return SendResult.CLOSED;
        }
        if (exceedsCap(length)) {
            tooSlow(length);
            return SendResult.CLOSED;
        }
        begins();
        try {
            unfinished = setup.sender.part(outbox, deflater, unfinished, type, compression, part, offset, length, last);
        } catch (Error e) {
            throw torn(e);
        }
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
        control(opcode, payload);
        return queued();
    }

    private void control(Opcode opcode, byte[] payload) {
        begins();
        try {
            setup.sender.control(outbox, opcode, payload);
        } catch (Error e) {
            throw torn(e);
        }
    }

    /**
     * The heap had no room for a part of a frame, and no peer can read on behind half a frame: the connection is dropped,
     * and what waits on it is let go at once, for the heap needs it.
     */
    private Error torn(Error error) {
        outbox.release();
        abort(CloseCause.TRANSPORT_FAILED, error);
        return error;
    }

    /** What waits and the new message must fit below the cap together, also when the message is alone. */
    private boolean exceedsCap(int length) {
        return outbox.waitingBytes() + length > setup.limits.maxOutgoingBytes() && !setup.bench.admits();
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
        tooSlow(length);
        return SendResult.CLOSED;
    }

    private void requireNoneUnfinished() {
        if (unfinished != null) {
            throw new IllegalStateException(
                    "a message sent in parts is unfinished: finish it before the next message (RFC 6455 §5.4)");
        }
    }

    private void tooSlow(int length) {
        long cap = setup.limits.maxOutgoingBytes();
        String reason = length > cap
                ? "a message of " + length + " bytes is above the cap of " + cap
                : "reads too slowly: more than " + cap + " bytes wait";
        fail(CloseStatus.truncated(1008, reason), CloseCause.TOO_SLOW, null);
    }

    private SendResult queued() {
        if (outbox.pending() > setup.limits.highWaterBytes()) {
            congested = true;
            return SendResult.CONGESTED;
        }
        return SendResult.QUEUED;
    }

    /** Bytes are about to wait: where none did, the write timeout counts from here. */
    private void begins() {
        if (outbox.isEmpty()) {
            progress(0);
        }
    }

    /** The socket took bytes. What it had taken before, a slow peer has read on meanwhile. */
    private void progress(long bytes) {
        long now = setup.bench.now();
        long left = Math.max(0, unread - (now - progressAt >> NANOS_PER_BYTE_SHIFT));
        unread = (int) Math.min(left + bytes, MOST_UNREAD);
        progressAt = now;
    }

    /** By when a slow peer has read all that the socket took. */
    private long readBy() {
        return progressAt + ((long) Math.max(0, unread - READ_AT_ONCE) << NANOS_PER_BYTE_SHIFT);
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
        Objects.requireNonNull(sink, "sink must not be null");
        if (bytes > 0) {
            progress(bytes);
        }
        UnsentControl waiting = unsent;
        if (waiting != null) {
            controlFlushed(waiting, bytes);
        }
        if (congested && (outbox.isEmpty() || outbox.pending() < setup.limits.lowWaterBytes())) {
            congested = false;
            if (isOpen()) {
                sink.onDrained();
            }
        }
    }

    private void controlFlushed(UnsentControl waiting, long bytes) {
        boolean pingWaited = waiting.pingBytes > 0;
        if (pingWaited && bytes > 0) {
            heard(setup.bench.now());
        }
        waiting.flushed(bytes, outbox.isEmpty());
        if (pingWaited && waiting.pingBytes == 0 && unread > READ_AT_ONCE) {
            waiting.pingIsFar = true;
            waiting.pingReadBy = readBy();
        }
        byte[] pong = waiting.owedPong;
        // One at a time: an outbox that never runs empty must not silence us, nor a flood of pings fill it.
        if (pong != null && waiting.pongBytes == 0 && (bytes > 0 || outbox.isEmpty())) {
            waiting.owedPong = null;
            control(Opcode.PONG, pong);
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
        long next = isOpen() ? keepaliveDeadline() : closeDeadline();
        return Deadline.earlier(next, writeDeadline());
    }

    private long closeDeadline() {
        return closing == null ? Deadline.NEVER : closing.deadline(readBy(), setup.closeTimeoutNanos);
    }

    private long writeDeadline() {
        return setup.writeTimeoutNanos == 0 || ended || outbox.isEmpty()
                ? Deadline.NEVER
                : Deadline.after(progressAt, setup.writeTimeoutNanos);
    }

    /** The deadline has come: pings, fails or drops the connection, or does nothing yet. */
    public void onDeadline() {
        long now = setup.bench.now();
        if (Deadline.isDue(closeDeadline(), now)) {
            // A client whose server never closes TCP has had its closing handshake all the same.
            abort(CloseCause.CLOSE_TIMEOUT, null);
        } else if (Deadline.isDue(writeDeadline(), now)) {
            abort(CloseCause.WRITE_TIMEOUT, null);
        } else if (isOpen()) {
            switch (onSilence(now)) {
                case PING -> {
                    control(Opcode.PING, ping());
                    unsent().pingBytes = outbox.pending();
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
        return closing == null ? TransportAction.NONE : closing.action;
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
     * The memory that an unfinished message holds.
     *
     * @return bytes, without those of objects; zero between messages
     */
    public long unfinishedBytes() {
        return receiver == null ? 0 : receiver.heldBytes();
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
                + transportAction();
    }

    /**
     * Writes what waits until nothing does or the writer takes no more, and tells the engine of each write: all that a
     * driver which lends no staging buffer has to do for output. A blocking writer leaves nothing behind. After {@link
     * TransportAction#CLOSE_NOW} nothing is written.
     *
     * @param writer takes all, some or none of what it is offered; is offered the rest again until it takes none
     * @param sink may hear that the outbox has drained; what it sends then is written as well
     * @return true when nothing waits; false when the writer took no more: call again once the transport is writable,
     *     unless {@link #transportAction} is {@link TransportAction#CLOSE_NOW}
     * @throws IOException as the writer threw it, with the engine in order: now comes {@link #transportFailed}
     */
    public boolean flush(GatheringWriter writer, ProtocolSink sink) throws IOException {
        Objects.requireNonNull(writer, "writer must not be null");
        Objects.requireNonNull(sink, "sink must not be null");
        boolean taken = true;
        while (taken && outbox.count() > 0 && transportAction() != TransportAction.CLOSE_NOW) {
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
