package io.wsloop.protocol;

import io.wsloop.Compression;
import io.wsloop.MessageType;
import io.wsloop.Role;
import io.wsloop.deflate.DeflateTerms;
import io.wsloop.deflate.MessageDeflater;
import io.wsloop.frame.FrameHeader;
import io.wsloop.frame.Opcode;
import io.wsloop.frame.Utf8Validator;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Turns messages into frames in the outbox: compressed where it is agreed and worth it, masked on a client. */
final class MessageSender {
    private final Role role;
    private final Workbench bench;
    private final Outbox outbox;
    private final @Nullable MessageDeflater deflater;
    /** The window of prepared forms that fit here; 0 when each message needs this connection's own context. */
    private final int sharedWindow;

    /** Of the message that is sent in parts; null between such messages. */
    private @Nullable MessageType unfinished;

    /** Whether the unfinished message is compressed. */
    private boolean compressing;

    /** What was sent of the unfinished text, and the same with a part that may yet be refused. */
    private @Nullable Utf8Validator accepted;

    private @Nullable Utf8Validator tried;

    MessageSender(Role role, ProtocolOptions options, Workbench bench, Outbox outbox) {
        this.role = role;
        this.bench = bench;
        this.outbox = outbox;
        DeflateTerms terms = options.terms();
        deflater = terms == null ? null : MessageDeflater.of(role, terms, options.deflate(), bench.deflaters());
        sharedWindow = terms != null && role == Role.SERVER && terms.serverNoContextTakeover()
                ? terms.serverMaxWindowBits()
                : 0;
    }

    void message(Opcode opcode, byte[] payload, int offset, int length, Compression compression) {
        requireNoneUnfinished();
        MessageDeflater compressor = compressor(length, compression);
        int b0 = FrameHeader.B0_FIN | opcode.code();
        if (compressor != null) {
            MessageDeflater.Deflated deflated = compressor.deflate(payload, offset, length, true);
            if (deflated.length() < length || compression == Compression.ON || !compressor.mayDiscard()) {
                frame(b0 | FrameHeader.B0_RSV1, deflated.array(), 0, deflated.length());
                return;
            }
        }
        frame(b0, payload, offset, length);
    }

    void message(PreparedMessage message) {
        requireNoneUnfinished();
        byte[] payload = message.payload();
        MessageDeflater compressor = compressor(payload.length, Compression.AUTO);
        if (role == Role.CLIENT || compressor != null && sharedWindow == 0) {
            message(
                    message.opcode() == Opcode.TEXT.code() ? Opcode.TEXT : Opcode.BINARY,
                    payload,
                    0,
                    payload.length,
                    Compression.AUTO);
        } else if (compressor == null) {
            outbox.view(message.frame());
        } else {
            ByteBuffer frame = message.compressed(sharedWindow);
            if (frame == null) {
                MessageDeflater.Deflated deflated = compressor.deflate(payload, 0, payload.length, true);
                frame = message.compressed(sharedWindow, deflated.array(), deflated.length());
            }
            outbox.view(frame);
        }
    }

    /** One fragment (§5.4). A refused one leaves everything as it was. */
    void part(MessageType type, Compression compression, byte[] part, int offset, int length, boolean last) {
        boolean first = unfinished == null;
        if (!first && unfinished != type) {
            throw new IllegalStateException("a " + unfinished + " message is unfinished, so no " + type + " can begin");
        }
        if (type == MessageType.TEXT) {
            requireUtf8(part, offset, length, first, last);
        }
        int b0 = (last ? FrameHeader.B0_FIN : 0) | (first ? opcode(type) : Opcode.CONTINUATION).code();
        if (first) {
            compressing = deflater != null && compression != Compression.OFF;
            // RFC 7692 §6.1: on the first fragment only.
            b0 |= compressing ? FrameHeader.B0_RSV1 : 0;
        }
        unfinished = last ? null : type;
        MessageDeflater compressor = compressing ? deflater : null;
        if (compressor == null) {
            frame(b0, part, offset, length);
        } else {
            MessageDeflater.Deflated deflated = compressor.deflate(part, offset, length, last);
            frame(b0, deflated.array(), 0, deflated.length());
        }
    }

    void control(Opcode opcode, byte[] payload) {
        frame(FrameHeader.B0_FIN | opcode.code(), payload, 0, payload.length);
    }

    /** Ends what compresses. */
    void close() {
        if (deflater != null) {
            deflater.close();
        }
    }

    private void requireUtf8(byte[] part, int offset, int length, boolean first, boolean last) {
        Utf8Validator sent = accepted == null ? new Utf8Validator() : accepted;
        Utf8Validator judge = tried == null ? new Utf8Validator() : tried;
        accepted = sent;
        tried = judge;
        if (first) {
            judge.reset();
        } else {
            judge.resume(sent);
        }
        if (!judge.feed(part, offset, length) || last && !judge.isComplete()) {
            throw new IllegalArgumentException("the parts of a text message must be UTF-8 together,"
                    + " with this one they are not: it was not sent");
        }
        sent.resume(judge);
    }

    private void requireNoneUnfinished() {
        if (unfinished != null) {
            throw new IllegalStateException(
                    "a message sent in parts is unfinished: finish it before the next message (RFC 6455 §5.4)");
        }
    }

    private @Nullable MessageDeflater compressor(int length, Compression compression) {
        if (deflater == null || compression == Compression.OFF) {
            return null;
        }
        return compression == Compression.ON || deflater.wants(length) ? deflater : null;
    }

    private void frame(int b0, byte[] payload, int offset, int length) {
        if (role == Role.SERVER) {
            outbox.frame(b0, payload, offset, length);
        } else {
            outbox.maskedFrame(
                    b0, payload, offset, length, bench.keys().next(), bench.scratch(Workbench.SCRATCH_BYTES));
        }
    }

    private static Opcode opcode(MessageType type) {
        return type == MessageType.TEXT ? Opcode.TEXT : Opcode.BINARY;
    }
}
