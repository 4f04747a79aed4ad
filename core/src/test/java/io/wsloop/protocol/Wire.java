package io.wsloop.protocol;

import io.wsloop.Role;
import io.wsloop.frame.FrameHeader;
import io.wsloop.frame.Mask;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Makes the bytes that a peer sends. */
final class Wire {
    static final int KEY = 0x37FA213D;

    private Wire() {}

    /** Parses hex with spaces; {@code XX*n} repeats a byte. */
    static byte[] hex(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String token : text.trim().split("\\s+")) {
            int star = token.indexOf('*');
            byte[] bytes = HexFormat.of().parseHex(star < 0 ? token : token.substring(0, star));
            int times = star < 0 ? 1 : Integer.parseInt(token.substring(star + 1));
            for (int i = 0; i < times; i++) {
                out.writeBytes(bytes);
            }
        }
        return out.toByteArray();
    }

    /** Makes a frame for an engine of this role. A server gets masked frames. */
    static byte[] frame(Role receiver, int b0, byte[] payload) {
        boolean masked = receiver == Role.SERVER;
        ByteBuffer out = ByteBuffer.allocate(FrameHeader.size(payload.length, masked) + payload.length);
        byte[] body = payload.clone();
        if (masked) {
            FrameHeader.writeMasked(out, b0, payload.length, KEY);
            Mask.apply(body, 0, body.length, KEY);
        } else {
            FrameHeader.write(out, b0, payload.length);
        }
        return out.put(body).array();
    }

    static byte[] concat(byte[]... pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            out.writeBytes(piece);
        }
        return out.toByteArray();
    }
}
