package io.wsloop.frame;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
/** Pure syntax; enforces no rule. b0 = FIN|RSV|opcode byte; maskingKey as big-endian int; masked is a separate flag (a zero key is legal). */
public record FrameHeader(boolean fin, int rsv, int opcode, boolean masked, int maskingKey, long length) {
    public static final int MAX_SIZE = 14;
    public static final int B0_FIN = 0x80, B0_RSV1 = 0x40, B0_RSV2 = 0x20, B0_RSV3 = 0x10, B0_OPCODE = 0x0F, B1_MASK = 0x80, B1_LENGTH = 0x7F;
    /** header size in bytes from its second byte: 2, 4, 10 (+4 masked). */
    public static int size(int b1) { throw new UnsupportedOperationException(); }
    /** size of the header for a payload of this length. */
    public static int size(long length, boolean masked) { throw new UnsupportedOperationException(); }
    /** null when in holds less than the header; position moved only on success. */
    public static @Nullable FrameHeader parse(ByteBuffer in) { throw new UnsupportedOperationException(); }
    /** allocation-free write of an unmasked header, minimal length form. */
    public static void write(ByteBuffer out, int b0, long length) { throw new UnsupportedOperationException(); }
    /** allocation-free write of a masked header. */
    public static void writeMasked(ByteBuffer out, int b0, long length, int maskingKey) { throw new UnsupportedOperationException(); }
    public void write(ByteBuffer out) { throw new UnsupportedOperationException(); }
}
