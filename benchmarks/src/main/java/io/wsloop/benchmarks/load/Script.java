package io.wsloop.benchmarks.load;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * What every connection of a cell sends and what must come back: a cycle of messages, each different, as the masked frames
 * that go out and the plain frames that an echo answers with.
 *
 * <p>Both buffers go on past the cycle's end with its beginning, so that whatever is sent in one write and whatever arrives in
 * one read lies in one piece, wherever in the cycle it starts.
 */
final class Script {
    /** The most that is read at once. */
    static final int READ_BYTES = 256 << 10;

    /** More distinct messages than a deflate window of 32 KiB can remember. */
    private static final int DEFLATE_MESSAGES = 512;

    private static final int MESSAGES = 64;

    /** Small enough to stay in a cache near the generator's core. */
    private static final int CYCLE_BYTES = 512 << 10;

    private static final int LEAST_MESSAGES = 4;

    private final int cycle;
    private final int[] wireAt;
    private final ByteBuffer wire;
    private final ByteBuffer reply;
    private final int replyHead;
    private final int replyFrame;
    private final int opcode;

    private Script(Cell cell, boolean raw, Random random) {
        int bytes = cell.bytes();
        int wanted = cell.deflate() ? DEFLATE_MESSAGES : MESSAGES;
        this.cycle = Math.max(2 * cell.inflight(), Math.max(LEAST_MESSAGES, Math.min(wanted, CYCLE_BYTES / bytes)));
        this.opcode = cell.payload().opcode();
        this.replyHead = raw ? 0 : Framing.head(opcode, bytes, false).length;
        this.replyFrame = replyHead + bytes;

        byte[][] frames = new byte[cycle][];
        this.reply = ByteBuffer.allocateDirect(Math.addExact(Math.multiplyExact(cycle, replyFrame), READ_BYTES));
        byte[] key = new byte[4];
        random.nextBytes(key);
        for (int i = 0; i < cycle; i++) {
            byte[] payload = cell.payload().message(i, bytes, random);
            if (raw) {
                frames[i] = payload;
                reply.put(payload);
            } else {
                frames[i] = cell.deflate()
                        ? Framing.masked(opcode, Framing.deflated(payload), true, key)
                        : Framing.masked(opcode, payload, false, key);
                reply.put(Framing.head(opcode, bytes, false)).put(payload);
            }
        }
        repeat(reply);

        int window = cell.inflight();
        this.wireAt = new int[cycle + window + 1];
        for (int i = 0; i < cycle + window; i++) {
            wireAt[i + 1] = Math.addExact(wireAt[i], frames[i % cycle].length);
        }
        this.wire = ByteBuffer.allocateDirect(wireAt[cycle + window]);
        for (int i = 0; i < cycle + window; i++) {
            wire.put(frames[i % cycle]);
        }
    }

    static Script of(Cell cell, boolean raw, long seed) {
        return new Script(cell, raw, new Random(seed));
    }

    /** How many messages there are before the first comes again. */
    int cycle() {
        return cycle;
    }

    /** The frames that go out; the writer sets position and limit. */
    ByteBuffer wire() {
        return wire;
    }

    /** Where the frame of a message begins in {@link #wire}, up to a window past the cycle. */
    int wireAt(int message) {
        return wireAt[message];
    }

    /** The frames that come back; the comparison sets position and limit. */
    ByteBuffer reply() {
        return reply;
    }

    int replyHead() {
        return replyHead;
    }

    int replyFrame() {
        return replyFrame;
    }

    int opcode() {
        return opcode;
    }

    private static void repeat(ByteBuffer buffer) {
        int length = buffer.position();
        while (buffer.hasRemaining()) {
            buffer.put(buffer.get(buffer.position() - length));
        }
    }
}
