package io.wsloop.benchmarks.load;

import java.nio.ByteBuffer;

/** Frames of RFC 6455 section 5.2, written slowly and before the clock starts. */
public final class Framing {
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;
    private static final int MASKED = 0x80;

    private Framing() {}

    /** The head of a server's frame, which is not masked. */
    static byte[] head(int opcode, int length, boolean compressed) {
        ByteBuffer head = ByteBuffer.allocate(10);
        head.put((byte) (FIN | (compressed ? RSV1 : 0) | opcode));
        if (length < 126) {
            head.put((byte) length);
        } else if (length < 1 << 16) {
            head.put((byte) 126).putShort((short) length);
        } else {
            head.put((byte) 127).putLong(length);
        }
        byte[] bytes = new byte[head.position()];
        head.flip().get(bytes);
        return bytes;
    }

    /**
     * A whole frame of a client, its last one.
     *
     * @param opcode of RFC 6455 section 5.2
     * @param payload what it carries
     * @param compressed whether RSV1 is set
     * @param key the masking key, 4 bytes
     * @return its bytes
     */
    public static byte[] masked(int opcode, byte[] payload, boolean compressed, byte[] key) {
        byte[] head = head(opcode, payload.length, compressed);
        head[1] |= (byte) MASKED;
        byte[] frame = new byte[head.length + key.length + payload.length];
        System.arraycopy(head, 0, frame, 0, head.length);
        System.arraycopy(key, 0, frame, head.length, key.length);
        int at = head.length + key.length;
        for (int i = 0; i < payload.length; i++) {
            frame[at + i] = (byte) (payload[i] ^ key[i & 3]);
        }
        return frame;
    }
}
