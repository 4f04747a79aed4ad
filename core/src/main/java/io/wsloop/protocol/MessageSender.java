package io.wsloop.protocol;

import io.wsloop.Compression;
import io.wsloop.MessageType;
import io.wsloop.Role;
import io.wsloop.deflate.MessageDeflater;
import io.wsloop.frame.FrameHeader;
import io.wsloop.frame.Opcode;
import io.wsloop.frame.PreparedFrames;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Turns messages into frames in a connection's outbox. It compresses a message where that was agreed on and is worth
 * it, and masks it on a client (RFC 6455 §5.3: a client masks its frames with a fresh key each). It keeps no state
 * between two calls, so the engines of a group share one.
 */
final class MessageSender {
    private final EngineGroup group;

    MessageSender(EngineGroup group) {
        this.group = group;
    }

    void message(
            Outbox outbox,
            @Nullable MessageDeflater deflater,
            Opcode opcode,
            byte[] payload,
            int offset,
            int length,
            Compression compression) {
        MessageDeflater compressor = compressor(deflater, length, compression);
        int b0 = FrameHeader.B0_FIN | opcode.code();
        if (compressor != null) {
            MessageDeflater.Deflated deflated = compressor.deflate(payload, offset, length, true);
            if (deflated.length() < length || compression == Compression.ON || !compressor.mayDiscard()) {
                frame(outbox, b0 | FrameHeader.B0_RSV1, deflated.array(), 0, deflated.length());
                return;
            }
        }
        frame(outbox, b0, payload, offset, length);
    }

    /** Sends a binary message from a buffer without an array. */
    void message(Outbox outbox, @Nullable MessageDeflater deflater, ByteBuffer payload, Compression compression) {
        int offset = payload.position();
        int length = payload.remaining();
        if (compressor(deflater, length, compression) != null) {
            byte[] copy = group.bench.scratch(length);
            payload.get(offset, copy, 0, length);
            message(outbox, deflater, Opcode.BINARY, copy, 0, length, compression);
            return;
        }
        int b0 = FrameHeader.B0_FIN | Opcode.BINARY.code();
        if (group.role == Role.SERVER) {
            outbox.frame(b0, payload, offset, length);
        } else {
            outbox.maskedFrame(b0, payload, offset, length, group.bench.keys().next(), scratch());
        }
    }

    void message(Outbox outbox, @Nullable MessageDeflater deflater, PreparedFrames message) {
        MessageDeflater compressor = compressor(deflater, message.length(), Compression.AUTO);
        if (group.role == Role.CLIENT || compressor != null && group.sharedWindow == 0) {
            message(
                    outbox,
                    deflater,
                    message.opcode(),
                    message.array(),
                    message.offset(),
                    message.length(),
                    Compression.AUTO);
        } else if (compressor == null) {
            outbox.view(message.plain());
        } else {
            ByteBuffer frame = message.compressed(group.sharedWindow);
            if (frame == null) {
                MessageDeflater.Deflated deflated =
                        compressor.deflate(message.array(), message.offset(), message.length(), true);
                frame = message.compressed(group.sharedWindow, deflated.array(), deflated.length());
            }
            outbox.view(frame);
        }
    }

    /**
     * Sends one fragment (RFC 6455 §5.4). A fragment that is refused changes nothing.
     *
     * @param unfinished the message that the fragment continues; null for a first fragment
     * @return the message that is unfinished afterwards; null after the last fragment
     */
    @Nullable
    UnfinishedMessage part(
            Outbox outbox,
            @Nullable MessageDeflater deflater,
            @Nullable UnfinishedMessage unfinished,
            MessageType type,
            Compression compression,
            byte[] part,
            int offset,
            int length,
            boolean last) {
        UnfinishedMessage message = unfinished;
        boolean first = message == null;
        if (message == null) {
            message = new UnfinishedMessage(type, deflater != null && compression != Compression.OFF);
        } else if (message.type != type) {
            throw new IllegalStateException(
                    "a " + message.type + " message is unfinished, so no " + type + " can begin");
        }
        if (type == MessageType.TEXT) {
            message.requireUtf8(part, offset, length, last);
        }
        int b0 = (last ? FrameHeader.B0_FIN : 0) | (first ? opcode(type) : Opcode.CONTINUATION).code();
        MessageDeflater compressor = message.compressed ? deflater : null;
        if (compressor == null) {
            frame(outbox, b0, part, offset, length);
        } else {
            MessageDeflater.Deflated deflated = compressor.deflate(part, offset, length, last);
            // RFC 7692 §6.1: RSV1 is set on the first fragment only.
            frame(outbox, first ? b0 | FrameHeader.B0_RSV1 : b0, deflated.array(), 0, deflated.length());
        }
        return last ? null : message;
    }

    void control(Outbox outbox, Opcode opcode, byte[] payload) {
        frame(outbox, FrameHeader.B0_FIN | opcode.code(), payload, 0, payload.length);
    }

    private @Nullable MessageDeflater compressor(
            @Nullable MessageDeflater deflater, int length, Compression compression) {
        if (deflater == null || compression == Compression.OFF) {
            return null;
        }
        return compression == Compression.ON || deflater.wants(length) ? deflater : null;
    }

    private void frame(Outbox outbox, int b0, byte[] payload, int offset, int length) {
        if (group.role == Role.SERVER) {
            outbox.frame(b0, payload, offset, length);
        } else {
            outbox.maskedFrame(b0, payload, offset, length, group.bench.keys().next(), scratch());
        }
    }

    private byte[] scratch() {
        return group.bench.scratch(Workbench.SCRATCH_BYTES);
    }

    private static Opcode opcode(MessageType type) {
        return type == MessageType.TEXT ? Opcode.TEXT : Opcode.BINARY;
    }
}
