package io.wsloop.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One connection: where in the script it is, and when what is on the way was sent. */
final class Line {
    enum State {
        CONNECTING,
        HANDSHAKING,
        OPEN,
        CLOSING,
        GONE
    }

    private static final byte[] KEY = {0x37, (byte) 0xFA, 0x21, 0x3D};
    private static final byte[] NORMAL_CLOSURE = {0x03, (byte) 0xE8};

    final int number;
    final SocketChannel channel;
    final SelectionKey key;
    final long startedAt = System.nanoTime();
    State state = State.CONNECTING;

    @Nullable
    Opening opening;

    private @Nullable Replies replies;

    private final Script script;
    private final long[] stamps;
    private int next;
    private int nextOffset;
    private int queued;
    private long stamped;
    private boolean wantsWrite;
    private @Nullable ByteBuffer control;

    Line(int number, SocketChannel channel, SelectionKey key, Script script, int inflight) {
        this.number = number;
        this.channel = channel;
        this.key = key;
        this.script = script;
        this.stamps = new long[inflight];
    }

    void open(Replies with) {
        replies = with;
        opening = null;
        state = State.OPEN;
    }

    Replies replies() {
        if (replies == null) {
            throw new IllegalStateException("expected an open connection, this one is " + state);
        }
        return replies;
    }

    @Nullable
    Replies repliesIfOpened() {
        return replies;
    }

    /** Messages handed in whose replies have not come. */
    int onTheWay() {
        return replies == null ? 0 : (int) (stamped - replies.count());
    }

    /** Hands in messages; {@link #flush} sends them. Their latency counts from the given time. */
    void queue(int messages, long at) {
        for (int i = 0; i < messages; i++) {
            stamps[(int) (stamped++ % stamps.length)] = at;
        }
        queued += messages;
    }

    /** Counts a message that another sends and this connection receives. Its latency counts from the given time. */
    void expect(long at) {
        stamps[(int) (stamped++ % stamps.length)] = at;
    }

    /** From when the latency of a message counts; messages are numbered from 0 as they were handed in. */
    long stamp(long message) {
        return stamps[(int) (message % stamps.length)];
    }

    void flush() throws IOException {
        if (nextOffset == 0 && !writeControl()) {
            return;
        }
        if (queued > 0) {
            ByteBuffer wire = script.wire();
            wire.limit(script.wireAt(next + queued)).position(script.wireAt(next) + nextOffset);
            channel.write(wire);
            written(wire.position());
        }
        wantWrite(queued > 0 || control != null);
    }

    private void written(int at) {
        while (queued > 0 && script.wireAt(next + 1) <= at) {
            next++;
            queued--;
        }
        nextOffset = at - script.wireAt(next);
        if (next >= script.cycle()) {
            next -= script.cycle();
        }
    }

    /** False when a control frame has to wait for the socket. */
    private boolean writeControl() throws IOException {
        ByteBuffer frame = control;
        if (frame == null) {
            return true;
        }
        channel.write(frame);
        if (frame.hasRemaining()) {
            wantWrite(true);
            return false;
        }
        control = null;
        return true;
    }

    void pong(byte[] payload) throws IOException {
        control = ByteBuffer.wrap(Framing.masked(Framing.PONG, payload, false, KEY));
        flush();
    }

    /** Begins the closing handshake, or ends the stream where there is none. */
    void close(boolean raw) throws IOException {
        state = State.CLOSING;
        if (raw) {
            channel.shutdownOutput();
            return;
        }
        replies().expectClose();
        control = ByteBuffer.wrap(Framing.masked(Framing.CLOSE, NORMAL_CLOSURE, false, KEY));
        flush();
    }

    private void wantWrite(boolean wanted) {
        if (wanted != wantsWrite) {
            wantsWrite = wanted;
            key.interestOps(wanted ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }
    }
}
