package io.wsloop.benchmarks.load;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Checks what one connection receives, byte by byte, against the script.
 *
 * <p>Where a server answers with one frame a message, as nearly all do, whole frames are compared with the script in one
 * vectorized step and never parsed. What that leaves (the beginning of a frame, fragments, compressed or control frames) is
 * parsed here, without help from the library under test.
 */
final class Replies {
    private static final int SHOWN_BYTES = 16;
    private static final int LONGEST_HEAD = 10;
    private static final byte[] SYNC_FLUSH_END = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final Script script;
    private final boolean raw;
    private final int payloadBytes;
    private final @Nullable Inflater inflater;
    private final byte[] inflated;
    private final boolean contextKept;

    private int message;
    private long count;
    private int payloadSeen;
    private boolean inMessage;
    private boolean compressed;

    private final byte[] head = new byte[LONGEST_HEAD];
    private int headSeen;
    private int frameOpcode;
    private boolean frameFin;
    private long frameLeft;
    private boolean inFrame;
    private final ByteBuffer control = ByteBuffer.allocate(125);
    private byte @Nullable [] ping;
    private boolean closeExpected;
    private boolean closed;

    /** Starts before the first reply. */
    Replies(Script script, boolean raw, boolean inflate, boolean contextKept) {
        this.script = script;
        this.raw = raw;
        this.payloadBytes = script.replyFrame() - script.replyHead();
        this.inflater = inflate ? new Inflater(true) : null;
        this.inflated = new byte[inflate ? 16 << 10 : 0];
        this.contextKept = contextKept;
    }

    /** Messages that came back whole so far. */
    long count() {
        return count;
    }

    /** From now on a Close is an answer. */
    void expectClose() {
        closeExpected = true;
    }

    boolean closed() {
        return closed;
    }

    /** The payload of the latest Ping that was not answered yet, once. */
    byte @Nullable [] takePing() {
        byte[] taken = ping;
        ping = null;
        return taken;
    }

    void end() {
        if (inflater != null) {
            inflater.end();
        }
    }

    /** Takes all bytes of a read, and returns how many messages they completed. */
    int feed(ByteBuffer in) {
        int whole = 0;
        while (in.hasRemaining() && !closed) {
            if (inflater == null && atMessageStart()) {
                whole += wholeFrames(in);
            }
            if (in.hasRemaining() && step(in)) {
                whole++;
            }
        }
        count += whole;
        return whole;
    }

    private boolean atMessageStart() {
        return !inMessage && !inFrame && headSeen == 0;
    }

    private int wholeFrames(ByteBuffer in) {
        int frame = script.replyFrame();
        int length = in.remaining();
        if (length < frame) {
            return 0;
        }
        int from = message * frame;
        ByteBuffer expected = script.reply();
        expected.limit(from + length).position(from);
        int same = in.mismatch(expected);
        int frames = (same < 0 ? length : same) / frame;
        in.position(in.position() + frames * frame);
        advance(frames);
        return frames;
    }

    private void advance(int messages) {
        message = (message + messages) % script.cycle();
    }

    /** Takes a frame's head or some of its payload; true when that ended a message. */
    private boolean step(ByteBuffer in) {
        if (!inFrame) {
            if (raw) {
                beginRaw();
            } else if (!readHead(in)) {
                return false;
            }
        }
        int length = (int) Math.min(frameLeft, in.remaining());
        if (length > 0) {
            int end = in.limit();
            in.limit(in.position() + length);
            payload(in);
            in.limit(end);
            frameLeft -= length;
        }
        if (frameLeft > 0) {
            return false;
        }
        inFrame = false;
        if (frameOpcode >= Framing.CLOSE) {
            controlFrame();
            return false;
        }
        return frameFin && endOfMessage();
    }

    private void beginRaw() {
        inFrame = true;
        inMessage = true;
        frameFin = true;
        frameOpcode = script.opcode();
        frameLeft = payloadBytes;
    }

    /** Collects a head; true when it is whole. */
    private boolean readHead(ByteBuffer in) {
        int need = 2;
        while (headSeen < need) {
            if (!in.hasRemaining()) {
                return false;
            }
            head[headSeen++] = in.get();
            if (headSeen >= 2) {
                int length = head[1] & 0x7F;
                need = length == 127 ? LONGEST_HEAD : length == 126 ? 4 : 2;
            }
        }
        headSeen = 0;
        beginFrame(need);
        return true;
    }

    private void beginFrame(int headLength) {
        ByteBuffer bytes = ByteBuffer.wrap(head);
        int length = head[1] & 0x7F;
        frameLeft = length == 127 ? bytes.getLong(2) : length == 126 ? bytes.getShort(2) & 0xFFFF : length;
        frameFin = head[0] < 0;
        frameOpcode = head[0] & 0x0F;
        boolean rsv1 = (head[0] & 0x40) != 0;
        inFrame = true;
        String shown = HexFormat.ofDelimiter(" ").formatHex(head, 0, headLength);
        if (head[1] < 0 || frameLeft < 0 || (head[0] & 0x30) != 0) {
            throw wrong("an unmasked frame without reserved bits", "a frame that begins " + shown);
        }
        if (frameOpcode >= Framing.CLOSE) {
            if (!frameFin || length > 125 || rsv1 || frameOpcode > Framing.PONG) {
                throw wrong("a control frame of at most 125 bytes", "a frame that begins " + shown);
            }
            control.clear();
            return;
        }
        int expected = inMessage ? 0 : script.opcode();
        if (frameOpcode != expected) {
            throw wrong("a frame of opcode " + expected, "a frame that begins " + shown);
        }
        if (rsv1 && (inMessage || inflater == null)) {
            throw wrong("RSV1 only on the first frame of a compressed message", "a frame that begins " + shown);
        }
        if (!inMessage) {
            inMessage = true;
            compressed = rsv1;
        }
    }

    private void payload(ByteBuffer part) {
        if (frameOpcode >= Framing.CLOSE) {
            control.put(part);
        } else if (compressed) {
            inflate(part);
        } else {
            compare(part);
        }
    }

    private void compare(ByteBuffer part) {
        int length = part.remaining();
        if (length > payloadBytes - payloadSeen) {
            throw wrong("a payload of " + payloadBytes + " bytes", "a longer one");
        }
        int from = message * script.replyFrame() + script.replyHead() + payloadSeen;
        ByteBuffer expected = script.reply();
        expected.limit(from + length).position(from);
        int same = part.mismatch(expected);
        if (same >= 0) {
            throw wrong(
                    "at byte " + (payloadSeen + same) + " of the payload " + shown(expected, same), shown(part, same));
        }
        payloadSeen += length;
        part.position(part.limit());
    }

    private void inflate(ByteBuffer part) {
        Inflater current = inflater;
        if (current == null) {
            throw new IllegalStateException("expected an inflater: nothing else lets a compressed frame pass");
        }
        current.setInput(part);
        try {
            int n;
            do {
                n = current.inflate(inflated);
                if (n > 0) {
                    compare(ByteBuffer.wrap(inflated, 0, n));
                }
            } while (n > 0);
            if (current.finished()) {
                current.reset();
            }
        } catch (DataFormatException e) {
            throw new CellFailed("reply " + (count + 1) + ": expected deflated data, got " + e.getMessage(), e);
        }
    }

    private boolean endOfMessage() {
        if (compressed) {
            inflate(ByteBuffer.wrap(SYNC_FLUSH_END));
            if (!contextKept && inflater != null) {
                inflater.reset();
            }
        }
        if (payloadSeen != payloadBytes) {
            throw wrong("a payload of " + payloadBytes + " bytes", "one of " + payloadSeen);
        }
        payloadSeen = 0;
        inMessage = false;
        compressed = false;
        advance(1);
        return true;
    }

    private void controlFrame() {
        control.flip();
        byte[] payload = new byte[control.remaining()];
        control.get(payload);
        if (frameOpcode == Framing.PING) {
            ping = payload;
        } else if (frameOpcode == Framing.CLOSE) {
            if (!closeExpected) {
                String code = payload.length < 2
                        ? "without a code"
                        : "with code " + ByteBuffer.wrap(payload).getShort();
                throw wrong("an echo", "a Close " + code);
            }
            closed = true;
        }
    }

    private CellFailed wrong(String expected, String came) {
        return new CellFailed("message " + message + " of the cycle: expected " + expected + ", came " + came);
    }

    private static String shown(ByteBuffer bytes, int from) {
        int at = bytes.position() + from;
        byte[] some = new byte[Math.min(SHOWN_BYTES, bytes.limit() - at)];
        bytes.get(at, some);
        return HexFormat.ofDelimiter(" ").formatHex(some);
    }
}
