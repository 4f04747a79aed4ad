package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.frame.FrameHeader;
import io.wsloop.frame.Mask;
import io.wsloop.nio.internal.wire.Connection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;

/** A client that sends one message of each kind and reads as many answers, again and again. */
public final class ScriptedPeer implements AutoCloseable {
    private static final int TEXT = 0x81;
    private static final int BINARY = 0x82;
    private static final int PING = 0x89;
    private static final int COMPRESSED_TEXT = 0xc1;
    private static final int KEY = 0x37FA213D;

    private final RawPeer raw;
    private final byte[] script;
    private final int replies;

    private ScriptedPeer(RawPeer raw, boolean compressed) throws IOException {
        this.raw = raw;
        byte[] text = "h\u00e9llo w\u00f6rld \u2713 ".repeat(50).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.write(masked(TEXT, "ascii".getBytes(StandardCharsets.UTF_8)));
        frames.write(masked(TEXT, text));
        frames.write(masked(BINARY, new byte[125]));
        frames.write(masked(BINARY, new byte[3 * Connection.LARGE]));
        frames.write(masked(PING, new byte[4]));
        if (compressed) {
            frames.write(masked(COMPRESSED_TEXT, deflated(text)));
        }
        script = frames.toByteArray();
        replies = compressed ? 6 : 5;
    }

    /** @param offer a field of the request: an offer of compression, or nothing */
    public static ScriptedPeer open(int port, String offer) throws IOException {
        RawPeer raw = new RawPeer(port);
        String request = RawPeer.GOOD_UPGRADE.replaceFirst("\r\n", "\r\n" + offer);
        raw.send(request.getBytes(StandardCharsets.ISO_8859_1));
        String answer = raw.readHead();
        assertThat(answer).startsWith("HTTP/1.1 101 ");
        assertThat(answer.contains("permessage-deflate")).isEqualTo(!offer.isEmpty());
        return new ScriptedPeer(raw, !offer.isEmpty());
    }

    /** Sends the script in one go and waits for all that answers it. */
    public void exchange() throws IOException {
        raw.send(script);
        hear(replies);
    }

    public void say(String text) throws IOException {
        raw.send(masked(TEXT, text.getBytes(StandardCharsets.UTF_8)));
    }

    public void hear(int frames) throws IOException {
        for (int i = 0; i < frames; i++) {
            assertThat(raw.readFrame().opcode()).isIn(0x1, 0x2, 0xa);
        }
    }

    private static byte[] masked(int b0, byte[] payload) {
        byte[] masked = payload.clone();
        Mask.apply(masked, 0, masked.length, KEY);
        ByteBuffer frame = ByteBuffer.allocate(FrameHeader.size(masked.length, true) + masked.length);
        FrameHeader.writeMasked(frame, b0, masked.length, KEY);
        return frame.put(masked).array();
    }

    /** RFC 7692 section 7.2.1: flushed, without the empty block's last four bytes. */
    private static byte[] deflated(byte[] payload) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(payload);
        byte[] out = new byte[payload.length + 64];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, length - 4);
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
