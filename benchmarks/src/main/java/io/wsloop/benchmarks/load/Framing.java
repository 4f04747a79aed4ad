package io.wsloop.benchmarks.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Frames of RFC 6455 section 5.2, written slowly and before the clock starts. */
public final class Framing {
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;
    private static final int MASKED = 0x80;

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

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

    /** A whole frame of a client, its last one. */
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

    /**
     * Compresses a message so that it refers to no earlier one (RFC 7692 section 7.2.1): with a sync flush, whose last four
     * bytes are left out.
     */
    public static byte[] deflated(byte[] payload) {
        Deflater deflater = new Deflater(6, true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            DeflaterOutputStream deflated = new DeflaterOutputStream(out, deflater, true);
            deflated.write(payload);
            deflated.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return Arrays.copyOf(out.toByteArray(), out.size() - 4);
    }

    /** Computes the proof that a server has read the handshake (RFC 6455 section 4.2.2, step 5.4). */
    public static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("expected SHA-1, which every JDK has", e);
        }
    }
}
