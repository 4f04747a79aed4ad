package io.wsloop.protocol;

import io.wsloop.Limits;
import io.wsloop.Role;
import io.wsloop.frame.FrameHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads a frame's header and checks it, each rule at the first byte that breaks it (RFC 6455 §5.2). It keeps an
 * incomplete header in a few numbers, so that a connection that waits for the rest needs no buffer.
 */
final class FrameDecoder {
    static final int MAX_CONTROL = 125;

    private static final int CONTINUATION = 0x0;
    private static final int FIRST_RESERVED_DATA = 0x3;
    private static final int FIRST_CONTROL = 0x8;
    private static final int FIRST_RESERVED_CONTROL = 0xB;

    private final boolean masked;
    private final boolean deflate;
    private final long maxFrameBytes;

    /** The bytes of the header that were read; 0 between frames. */
    private int headerRead;

    private int size;
    private int b0;
    private int b1;
    private long length;
    private int key;
    /** The payload bytes that have not been taken yet. */
    private long left;
    /** True if a data message is unfinished after this frame. */
    private boolean inMessage;

    FrameDecoder(Role role, Limits limits, boolean deflate) {
        this.masked = role == Role.SERVER;
        this.deflate = deflate;
        this.maxFrameBytes = limits.maxFrameBytes();
    }

    /** Reads bytes of a header. True when the header is complete; false when the buffer held too few bytes. */
    boolean header(ByteBuffer in) throws ViolationException {
        if (headerRead == 0 && in.remaining() >= 2 && in.order() == ByteOrder.BIG_ENDIAN) {
            int second = in.get(in.position() + 1);
            if (in.remaining() >= FrameHeader.size(second)) {
                readWhole(in);
                return true;
            }
        }
        while (in.hasRemaining()) {
            if (readByte(in.get() & 0xFF)) {
                return true;
            }
        }
        return false;
    }

    private void readWhole(ByteBuffer in) throws ViolationException {
        checkFirstByte(in.get() & 0xFF);
        checkSecondByte(in.get() & 0xFF);
        length = b1 & FrameHeader.B1_LENGTH;
        if (length == FrameHeader.LENGTH_16) {
            length = in.getShort() & 0xFFFF;
        } else if (length == FrameHeader.LENGTH_64) {
            length = in.getLong();
        }
        checkLength();
        key = masked ? in.getInt() : 0;
        beginPayload();
    }

    /** Reads one byte of a header. True when the header is complete. */
    private boolean readByte(int b) throws ViolationException {
        int lengthEnd = masked ? size - 4 : size;
        if (headerRead == 0) {
            checkFirstByte(b);
            headerRead = 1;
            return false;
        } else if (headerRead == 1) {
            checkSecondByte(b);
            headerRead = 2;
            size = FrameHeader.size(b1);
            lengthEnd = masked ? size - 4 : size;
            length = lengthEnd == 2 ? b1 & FrameHeader.B1_LENGTH : 0;
            key = 0;
            if (lengthEnd == 2) {
                checkLength();
            }
        } else if (headerRead < lengthEnd) {
            // RFC 6455 §5.2: the most significant bit of a 64-bit length must be 0. The length's first byte shows it.
            if (headerRead == 2 && lengthEnd == 10 && b >= 0x80) {
                throw negative();
            }
            length = length << 8 | b;
            headerRead++;
            if (headerRead == lengthEnd) {
                checkLength();
            }
        } else {
            key = key << 8 | b;
            headerRead++;
        }
        if (headerRead < size) {
            return false;
        }
        beginPayload();
        return true;
    }

    private void checkFirstByte(int b) throws ViolationException {
        b0 = b;
        int opcode = b & FrameHeader.B0_OPCODE;
        int rsv = b & FrameHeader.B0_RSV;
        // RFC 6455 §5.2: a reserved bit must be 0 unless an extension defines it. RFC 7692 §6.1: permessage-deflate
        // sets RSV1 on the first frame of a compressed message.
        if (rsv != 0) {
            if (!deflate || rsv != FrameHeader.B0_RSV1) {
                throw new ViolationException(
                        Violation.RESERVED_BITS,
                        "expected no reserved bit" + (deflate ? " but RSV1" : "") + ", first byte " + hex(b));
            }
            if (opcode == CONTINUATION || opcode >= FIRST_CONTROL) {
                throw new ViolationException(
                        Violation.COMPRESSED_BIT_MISPLACED,
                        "expected RSV1 on a message's first frame only, first byte " + hex(b));
            }
        }
        // RFC 6455 §5.2: an endpoint that receives an unknown opcode must fail the connection.
        if (opcode >= FIRST_RESERVED_CONTROL || opcode >= FIRST_RESERVED_DATA && opcode < FIRST_CONTROL) {
            throw new ViolationException(Violation.RESERVED_OPCODE, "expected opcode 0-2 or 8-A, came " + hex(opcode));
        }
        if (opcode >= FIRST_CONTROL) {
            // RFC 6455 §5.5: control frames must not be fragmented.
            if ((b & FrameHeader.B0_FIN) == 0) {
                throw new ViolationException(
                        Violation.CONTROL_FRAGMENTED, "expected a final control frame, first byte " + hex(b));
            }
        } else if (opcode == CONTINUATION && !inMessage) {
            // RFC 6455 §5.4: a fragmented message begins with a frame whose opcode is not 0.
            throw new ViolationException(
                    Violation.CONTINUATION_UNEXPECTED, "a continuation frame came while no message was unfinished");
        } else if (opcode != CONTINUATION && inMessage) {
            // RFC 6455 §5.4: the fragments of one message must not be interleaved with those of another.
            throw new ViolationException(
                    Violation.CONTINUATION_EXPECTED,
                    "opcode " + hex(opcode) + " came while a fragmented message was unfinished");
        }
    }

    private void checkSecondByte(int b) throws ViolationException {
        b1 = b;
        // RFC 6455 §5.1: a client must mask all its frames, and a server must not mask any.
        if ((b & FrameHeader.B1_MASK) != 0 != masked) {
            throw masked
                    ? new ViolationException(Violation.MASK_MISSING, "a client's frame must be masked, this one is not")
                    : new ViolationException(
                            Violation.MASK_UNEXPECTED, "a server's frame must not be masked, this one is");
        }
        int announced = b & FrameHeader.B1_LENGTH;
        // RFC 6455 §5.5: a control frame must have a payload of 125 bytes or less.
        if (isControl() && announced > MAX_CONTROL) {
            throw new ViolationException(
                    Violation.CONTROL_TOO_LONG,
                    "a control frame holds at most 125 bytes, this one announces more (" + announced + ")");
        }
        // RFC 6455 §5.5.1: if a close frame has a body, its first two bytes must be a status code.
        if (announced == 1 && opcode() == 0x8) {
            throw new ViolationException(
                    Violation.CLOSE_BODY_TOO_SHORT, "a close frame's body has no byte or at least two, not one");
        }
    }

    private void checkLength() throws ViolationException {
        int form = b1 & FrameHeader.B1_LENGTH;
        if (form == FrameHeader.LENGTH_64 && length < 0) {
            throw negative();
        }
        // RFC 6455 §5.2: the minimal number of bytes must be used to encode the length.
        if (form == FrameHeader.LENGTH_16 && length < FrameHeader.LENGTH_16
                || form == FrameHeader.LENGTH_64 && length <= 0xFFFF) {
            throw new ViolationException(
                    Violation.LENGTH_NOT_MINIMAL,
                    "length " + length + " came in " + (form == FrameHeader.LENGTH_16 ? 16 : 64)
                            + " bits, expected its shortest form");
        }
        if (!isControl() && length > maxFrameBytes) {
            throw new ViolationException(
                    Violation.FRAME_TOO_BIG, "a frame of " + length + " bytes is above the limit of " + maxFrameBytes);
        }
    }

    private void beginPayload() {
        headerRead = 0;
        left = length;
        if (!isControl()) {
            inMessage = !isFinal();
        }
    }

    int opcode() {
        return b0 & FrameHeader.B0_OPCODE;
    }

    boolean isControl() {
        return opcode() >= FIRST_CONTROL;
    }

    boolean isContinuation() {
        return opcode() == CONTINUATION;
    }

    boolean isFinal() {
        return (b0 & FrameHeader.B0_FIN) != 0;
    }

    boolean isCompressed() {
        return (b0 & FrameHeader.B0_RSV1) != 0;
    }

    /** The length of the whole payload. */
    long payloadLength() {
        return length;
    }

    long left() {
        return left;
    }

    /** True if no header and no message is unfinished. The payload of a final frame may be. */
    boolean isBetweenMessages() {
        return headerRead == 0 && !inMessage;
    }

    /**
     * The masking key, rotated for the next payload byte. It is zero without masking, because XOR with zero changes
     * nothing.
     */
    int key() {
        return key;
    }

    /** Counts payload bytes that were read, and keeps the key for the next one. */
    void took(int bytes, int rotatedKey) {
        left -= bytes;
        key = rotatedKey;
    }

    private static ViolationException negative() {
        return new ViolationException(
                Violation.LENGTH_NEGATIVE, "the most significant bit of a 64-bit length must be 0, it is 1");
    }

    private static String hex(int b) {
        return String.format("0x%02X", b);
    }

    @Override
    public String toString() {
        return headerRead > 0
                ? "in a header"
                : left > 0 ? "in a payload, " + left + " of " + length + " bytes to come" : "between frames";
    }
}
