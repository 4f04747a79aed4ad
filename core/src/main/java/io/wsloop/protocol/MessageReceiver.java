package io.wsloop.protocol;

import io.wsloop.Delivery;
import io.wsloop.Limits;
import io.wsloop.deflate.MessageInflater;
import io.wsloop.frame.Mask;
import io.wsloop.frame.Opcode;
import io.wsloop.frame.Utf8;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Turns bytes into messages for the sink (RFC 6455 §5.4), and into control frames for the engine (§5.5). */
final class MessageReceiver {
    private final Limits limits;
    private final boolean parts;
    private final boolean views;
    private final Workbench bench;
    private final FrameDecoder decoder;
    private final MessageAssembler assembler;

    /** True from the last byte of a header to the last byte of its payload. */
    private boolean inPayload;

    /** RSV1 of the message's first frame: the message is compressed (RFC 7692 §6). */
    private boolean compressed;

    /** The number of the message's frames that have come. */
    private int fragments;

    /** The payload of the control frame that is being received; null between control frames. */
    private byte @Nullable [] control;

    private int controlSize;

    MessageReceiver(EngineGroup group) {
        bench = group.bench;
        limits = group.limits;
        parts = group.options.delivery() == Delivery.PARTS;
        views = group.options.delivery() == Delivery.VIEWS;
        decoder = new FrameDecoder(group.role, limits, group.options.terms() != null);
        long most = parts ? Long.MAX_VALUE - 1 : MessageAssembler.MAX_MESSAGE;
        assembler = new MessageAssembler(bench, Math.min(limits.maxMessageBytes(), most));
    }

    /**
     * Reads bytes of at most one frame.
     *
     * @param inflater the connection's; null without compression
     * @return true when a control frame is complete; then call {@link #takeControl}
     */
    boolean receive(ByteBuffer in, ProtocolSink sink, @Nullable MessageInflater inflater) throws ViolationException {
        if (!inPayload && !header(in)) {
            return false;
        }
        if (decoder.isControl()) {
            return controlPayload(in);
        }
        if (fragments == 1 && decoder.isFinal() && !compressed && !parts && isWhole(in)) {
            wholeMessage(in, sink);
        } else {
            try {
                dataPayload(in, sink, inflater);
            } finally {
                assembler.leaveDraft();
            }
        }
        return false;
    }

    /** The opcode of the complete control frame. */
    int opcode() {
        return decoder.opcode();
    }

    /** The payload of the complete control frame. The caller keeps the array. */
    byte[] takeControl() {
        byte[] payload = control;
        if (payload == null) {
            throw new IllegalStateException("no control frame is complete");
        }
        control = null;
        return payload;
    }

    /** True between messages: the next byte begins a message or a control frame. */
    boolean isBetweenMessages() {
        return !inPayload && decoder.isBetweenMessages();
    }

    /** The bytes of memory that the unfinished message holds. */
    long heldBytes() {
        return assembler.heldBytes();
    }

    /** Releases an unfinished message, because no further byte of it will be read. */
    void stop() {
        control = null;
        assembler.release();
    }

    private boolean controlPayload(ByteBuffer in) {
        byte[] payload = control;
        if (payload == null) {
            payload = new byte[(int) decoder.payloadLength()];
            control = payload;
            controlSize = 0;
        }
        int n = Math.min(in.remaining(), payload.length - controlSize);
        in.get(payload, controlSize, n);
        controlSize += n;
        if (controlSize < payload.length) {
            return false;
        }
        inPayload = false;
        Mask.apply(payload, 0, payload.length, decoder.key());
        return true;
    }

    private boolean header(ByteBuffer in) throws ViolationException {
        if (!decoder.header(in)) {
            return false;
        }
        if (!decoder.isControl()) {
            beginDataFrame();
        }
        inPayload = true;
        return true;
    }

    private void beginDataFrame() throws ViolationException {
        if (decoder.isContinuation()) {
            fragments++;
        } else {
            fragments = 1;
            compressed = decoder.isCompressed();
            assembler.begin(decoder.opcode() == Opcode.TEXT.code());
        }
        if (fragments > limits.maxFragments()) {
            throw new ViolationException(
                    Violation.TOO_MANY_FRAGMENTS,
                    "a message of more than " + limits.maxFragments() + " fragments is above the limit");
        }
        if (!compressed && decoder.payloadLength() > assembler.allowance()) {
            throw assembler.tooBig(decoder.payloadLength());
        }
    }

    /** True if the whole payload of the frame lies in the buffer. */
    private boolean isWhole(ByteBuffer in) {
        return decoder.left() == decoder.payloadLength() && in.remaining() >= decoder.left();
    }

    /** The hot path: a message of one frame that lies whole in the buffer is copied once, and the copy is unmasked. */
    private void wholeMessage(ByteBuffer in, ProtocolSink sink) throws ViolationException {
        int length = (int) decoder.left();
        inPayload = false;
        if (assembler.isText() && views) {
            lendText(in, length, sink);
        } else if (assembler.isText()) {
            byte[] scratch = bench.scratch(length);
            in.get(scratch, 0, length);
            Mask.apply(scratch, 0, length, decoder.key());
            String text = Utf8.decode(scratch, 0, length);
            if (text == null) {
                throw MessageAssembler.notUtf8();
            }
            bench.received(text, scratch, length);
            try {
                sink.onText(text);
            } finally {
                bench.encoder().forget();
            }
        } else if (views) {
            lend(in, length, sink);
        } else {
            byte[] message = new byte[length];
            in.get(message);
            Mask.apply(message, 0, length, decoder.key());
            sink.onBinary(message);
        }
    }

    /**
     * Lends the message to the sink. It is unmasked in one array that is used again and again, because a new array
     * would have to be cleared first. It is not unmasked in the read buffer, because that loop gets slow once the JIT
     * has seen two kinds of ByteBuffer.
     *
     * <p>The view is read-only, and its capacity is the message's length. An array or a larger capacity would show the
     * sink the bytes of other connections.
     */
    private void lend(ByteBuffer in, int length, ProtocolSink sink) {
        if (decoder.key() == 0) {
            // With a key of zero there is nothing to unmask, as on every client. The view shows the read buffer itself.
            ByteBuffer view = bench.readOnly(in).slice(in.position(), length);
            in.position(in.position() + length);
            sink.onBinaryView(view);
            return;
        }
        LentArray unmasked = bench.lend(length);
        try {
            in.get(unmasked.array(), 0, length);
            Mask.apply(unmasked.array(), 0, length, decoder.key());
            sink.onBinaryView(unmasked.view(length));
        } finally {
            bench.giveBack(unmasked);
        }
    }

    /**
     * Lends a text to the sink. It is copied even where it is not masked: the validator is fast because it reads arrays
     * only. It validates all of the text before the sink sees any.
     */
    private void lendText(ByteBuffer in, int length, ProtocolSink sink) throws ViolationException {
        LentArray unmasked = bench.lend(length);
        try {
            in.get(unmasked.array(), 0, length);
            Mask.apply(unmasked.array(), 0, length, decoder.key());
            assembler.requireUtf8(unmasked.array(), length);
            showText(unmasked.view(length), unmasked.array(), sink);
        } finally {
            bench.giveBack(unmasked);
        }
    }

    /** Shows a text to the sink. The bench knows its bytes meanwhile, so an echo does not validate them again. */
    private void showText(ByteBuffer view, byte[] utf8, ProtocolSink sink) {
        bench.lendsText(view, utf8);
        try {
            sink.onTextView(view);
        } finally {
            bench.lendsNoText();
        }
    }

    private void dataPayload(ByteBuffer in, ProtocolSink sink, @Nullable MessageInflater inflater)
            throws ViolationException {
        int n = (int) Math.min(in.remaining(), decoder.left());
        MessageInflater inflating = compressed ? inflater : null;
        if (inflating == null) {
            decoder.took(n, assembler.append(in, n, decoder.key(), decoder.left()));
        } else {
            int portion = MessageAssembler.portion(n, parts);
            decoder.took(portion, assembler.inflate(in, portion, decoder.key(), inflating));
        }
        boolean last = decoder.left() == 0 && decoder.isFinal();
        if (decoder.left() == 0) {
            inPayload = false;
        }
        if (last) {
            if (inflating != null) {
                assembler.inflateTail(inflating);
            }
            assembler.end();
        }
        if (parts) {
            if (last || assembler.available() > 0) {
                deliverPart(last, sink);
            }
        } else if (last) {
            deliver(sink);
        }
    }

    private void deliver(ProtocolSink sink) {
        if (assembler.isText() && views) {
            byte[] utf8 = assembler.takeBytes();
            showText(ByteBuffer.wrap(utf8).asReadOnlyBuffer(), utf8, sink);
        } else if (assembler.isText()) {
            sink.onText(assembler.takeText());
        } else if (views) {
            sink.onBinaryView(ByteBuffer.wrap(assembler.takeBytes()).asReadOnlyBuffer());
        } else {
            sink.onBinary(assembler.takeBytes());
        }
    }

    private void deliverPart(boolean last, ProtocolSink sink) {
        if (assembler.isText()) {
            sink.onTextPart(assembler.takeTextPart(), last);
        } else {
            sink.onBinaryPart(assembler.takeBytes(), last);
        }
    }

    @Override
    public String toString() {
        return decoder.toString();
    }
}
