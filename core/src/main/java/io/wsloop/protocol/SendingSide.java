package io.wsloop.protocol;

import io.wsloop.CloseCause;
import io.wsloop.CloseStatus;
import io.wsloop.Compression;
import io.wsloop.MessageType;
import io.wsloop.OverflowPolicy;
import io.wsloop.PreparedMessage;
import io.wsloop.SendResult;
import io.wsloop.deflate.DeflateTerms;
import io.wsloop.deflate.MessageDeflater;
import io.wsloop.frame.Opcode;
import io.wsloop.frame.PreparedFrames;
import io.wsloop.frame.Utf8;
import io.wsloop.frame.Utf8Encoder;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns the application's messages into frames in the outbox, or refuses them at the outgoing cap. {@link WritingSide}
 * gives the bytes to the transport. {@link Protocol} adds the receiving side and the end of the connection.
 *
 * <p>This is a superclass and not a field because a second object would cost each connection at least 16 bytes.
 */
abstract class SendingSide extends WritingSide {
    final @Nullable MessageDeflater deflater;

    /** The message that is sent in parts; null between such messages. */
    private @Nullable UnfinishedMessage unfinished;

    SendingSide(EngineGroup group, Outbox outbox) {
        super(group, outbox);
        DeflateTerms terms = group.options.terms();
        deflater = terms == null
                ? null
                : MessageDeflater.of(group.role, terms, group.options.deflate(), group.bench.deflaters());
    }

    abstract void fail(CloseStatus status, CloseCause cause, @Nullable Throwable error);

    abstract void abort(CloseCause cause, @Nullable Throwable error);

    /**
     * Sends a text message.
     *
     * @param text encoded before this returns
     * @param compression whether it is compressed
     * @return whether it was taken
     * @throws IllegalArgumentException at an unpaired surrogate, which UTF-8 cannot encode
     * @throws IllegalStateException while a message sent in parts is unfinished
     */
    public SendResult sendText(String text, Compression compression) {
        Objects.requireNonNull(text, "text must not be null");
        Objects.requireNonNull(compression, "compression must not be null");
        if (!isOpen()) {
            return SendResult.CLOSED;
        }
        Utf8Encoder encoder = group.bench.encoder();
        int length = encoder.encode(text);
        try {
            return sendData(Opcode.TEXT, encoder.bytes(), 0, length, compression);
        } finally {
            encoder.release();
        }
    }

    /**
     * Sends a text message that is UTF-8 already, for example one that another thread has encoded. The engine does not
     * validate it. A peer must fail the connection over text that is not UTF-8 (RFC 6455 §8.1).
     *
     * @param utf8 must be UTF-8; copied before this returns
     * @param compression whether it is compressed
     * @return whether it was taken
     * @throws IllegalStateException while a message sent in parts is unfinished
     */
    public SendResult sendEncodedText(byte[] utf8, Compression compression) {
        Objects.requireNonNull(utf8, "utf8 must not be null");
        Objects.requireNonNull(compression, "compression must not be null");
        return sendData(Opcode.TEXT, utf8, 0, utf8.length, compression);
    }

    /**
     * Sends a text message that is encoded already, and validates it first. A view that {@link ProtocolSink#onTextView}
     * shows is not validated again, if the sink sends all of it within that call.
     *
     * @param utf8 its remaining bytes, which must not change until this returns, see {@link #sendUtf8(byte[], int, int,
     *     Compression)}; position and limit stay
     * @param compression whether it is compressed
     * @return whether it was taken
     * @throws IllegalArgumentException when the bytes are not UTF-8; names the offset, and nothing was sent
     * @throws IllegalStateException while a message sent in parts is unfinished
     */
    public SendResult sendUtf8(ByteBuffer utf8, Compression compression) {
        Objects.requireNonNull(utf8, "utf8 must not be null");
        Objects.requireNonNull(compression, "compression must not be null");
        int length = utf8.remaining();
        byte[] lent = group.bench.bytesOfLent(utf8);
        if (lent != null) {
            return sendData(Opcode.TEXT, lent, 0, length, compression);
        }
        if (utf8.hasArray()) {
            return sendUtf8(utf8.array(), utf8.arrayOffset() + utf8.position(), length, compression);
        }
        if (!isOpen()) {
            return SendResult.CLOSED;
        }
        byte[] copy = group.bench.scratch(length);
        utf8.get(utf8.position(), copy, 0, length);
        return sendUtf8(copy, 0, length, compression);
    }

    /**
     * Sends a text message that is encoded already, and validates it first. The caller's own array is validated
     * and not a copy, because a copy can double the time of the call. If another thread changes the array before this
     * method returns, text that is not UTF-8 may leave, and the peer then fails the connection with 1007.
     *
     * @param utf8 must not change until this returns; copied by then
     * @param offset of its first byte
     * @param length how many bytes
     * @param compression whether it is compressed
     * @return whether it was taken
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
        Utf8.requireValid(utf8, offset, length, group.bench.validator());
        return sendData(Opcode.TEXT, utf8, offset, length, compression);
    }

    /**
     * Sends a binary message.
     *
     * @param payload copied before this returns
     * @param offset of its first byte
     * @param length how many bytes
     * @param compression whether it is compressed
     * @return whether it was taken
     * @throws IndexOutOfBoundsException when the array has no such bytes
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
     * @param payload its remaining bytes, copied before this returns; position and limit stay
     * @param compression whether it is compressed
     * @return whether it was taken
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
        willWait();
        try {
            group.sender.message(outbox, deflater, payload, compression);
        } catch (Error e) {
            throw dropTornFrame(e);
        }
        return queued();
    }

    private SendResult sendData(Opcode opcode, byte[] payload, int offset, int length, Compression compression) {
        SendResult refused = refused(length);
        if (refused != null) {
            return refused;
        }
        requireNoneUnfinished();
        willWait();
        try {
            group.sender.message(outbox, deflater, opcode, payload, offset, length, compression);
        } catch (Error e) {
            throw dropTornFrame(e);
        }
        return queued();
    }

    /**
     * Sends a message that was encoded once for many connections.
     *
     * @param message its bytes are shared where possible, otherwise copied before this returns
     * @return whether it was taken
     * @throws IllegalStateException while a message sent in parts is unfinished
     */
    public SendResult send(PreparedMessage message) {
        SendResult refused = refused(message.length());
        if (refused != null) {
            return refused;
        }
        requireNoneUnfinished();
        willWait();
        try {
            group.sender.message(outbox, deflater, (PreparedFrames) message.encoded());
        } catch (Error e) {
            throw dropTornFrame(e);
        }
        return queued();
    }

    /**
     * Sends one fragment of a message. The first call begins the message. Only control frames may come before its last
     * fragment (RFC 6455 §5.4).
     *
     * @param type the message's type, the same for all its parts
     * @param compression whether the message is compressed; only the first part decides, and AUTO counts as ON
     * @param part must not change until this returns; copied by then
     * @param offset of its first byte
     * @param length how many bytes
     * @param last whether the message ends here
     * @return whether it was taken; never DROPPED, because a message cannot lose its middle
     * @throws IllegalArgumentException when the parts of a text together are not UTF-8; this part was not sent, and
     *     another may be sent in its place
     * @throws IllegalStateException while a message of the other type is unfinished
     * @throws IndexOutOfBoundsException when the array has no such bytes
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
        willWait();
        try {
            unfinished = group.sender.part(outbox, deflater, unfinished, type, compression, part, offset, length, last);
        } catch (Error e) {
            throw dropTornFrame(e);
        }
        return queued();
    }

    /**
     * Sends a ping. The peer must answer with a pong of the same payload (RFC 6455 §5.5.2, §5.5.3).
     *
     * @param payload at most 125 bytes, copied before this returns
     * @return whether it was taken
     * @throws IllegalArgumentException when the payload is longer
     */
    public SendResult sendPing(byte[] payload) {
        return sendControl(Opcode.PING, payload);
    }

    /**
     * Sends a pong that no ping asked for: a one-way sign of life, which the peer need not answer (RFC 6455 §5.5.3).
     *
     * @param payload at most 125 bytes, copied before this returns
     * @return whether it was taken
     * @throws IllegalArgumentException when the payload is longer
     */
    public SendResult sendPong(byte[] payload) {
        return sendControl(Opcode.PONG, payload);
    }

    private SendResult sendControl(Opcode opcode, byte[] payload) {
        Protocol.requireControlPayload(payload);
        SendResult refused = refused(payload.length);
        if (refused != null) {
            return refused;
        }
        control(opcode, payload);
        return queued();
    }

    @Override
    final void control(Opcode opcode, byte[] payload) {
        willWait();
        try {
            group.sender.control(outbox, opcode, payload);
        } catch (Error e) {
            throw dropTornFrame(e);
        }
    }

    /**
     * Drops the connection, because the heap had no room for the rest of a frame and a peer cannot read on after half a
     * frame. The bytes that wait are released at once, because the heap needs their room.
     */
    private Error dropTornFrame(Error error) {
        outbox.release();
        abort(CloseCause.TRANSPORT_FAILED, error);
        return error;
    }

    /** True if the message and the bytes that wait exceed the cap together. A message above the cap does so alone. */
    private boolean exceedsCap(int length) {
        return outbox.waitingFrames() + length > group.limits.maxOutgoingBytes() && !group.bench.admits();
    }

    /** The result for a message that is not taken; null when the message is taken. */
    private @Nullable SendResult refused(int length) {
        if (!isOpen()) {
            return SendResult.CLOSED;
        }
        if (!exceedsCap(length)) {
            return null;
        }
        if (group.options.overflow() == OverflowPolicy.DROP_NEW) {
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
        long cap = group.limits.maxOutgoingBytes();
        String reason = length > cap
                ? "a message of " + length + " bytes is above the cap of " + cap
                : "reads too slowly: more than " + cap + " bytes wait";
        fail(CloseStatus.truncated(1008, reason), CloseCause.TOO_SLOW, null);
    }

    private SendResult queued() {
        return becomesCongested() ? SendResult.CONGESTED : SendResult.QUEUED;
    }
}
