package io.wsloop.nio.internal.wire;

import io.wsloop.protocol.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/**
 * Does to bytes what TLS does, without its arithmetic: records of up to 100 bytes, each behind its kind and length, with
 * every bit turned over. A handshake goes first, {@code hello} from the client, a longer one from the server, one more from
 * the client; a server thinks about the first on another thread. An end of the stream without an end record is an error.
 */
final class RecordTransport implements Transport {
    static final int RECORD = 100;
    static final int SERVER_HELLO = 1_000;
    static final byte HELLO = 0x16;
    private static final byte BYTES = 0x17;
    private static final byte END = 0x15;
    private static final int HEADER = 2;
    private static final int MOST_PENDING = 4 * RECORD;

    private enum Step {
        BEGIN,
        THINKING,
        THOUGHT,
        HELLO_AWAITED,
        DONE
    }

    private final Connection connection;
    private final boolean server;
    private final Executor thinker;
    private final int mostAtOnce;

    /** What came from the socket and is no whole record yet, ready to be written to. */
    private final ByteBuffer came = ByteBuffer.allocate(8 << 10);

    /** The insides of whole records. */
    private final ArrayDeque<ByteBuffer> opened = new ArrayDeque<>();

    private final ByteBuffer going = ByteBuffer.allocate(8 << 10).limit(0);
    private Step step = Step.BEGIN;
    private boolean ended;
    private boolean endWritten;
    private boolean streamEnded;
    private long deadline = Deadline.NEVER;

    private boolean clogged;

    /** The channel ends without an end record. */
    boolean cutOff;

    int endCalls;
    int unread;

    RecordTransport(Connection connection, boolean server, Executor thinker, int mostAtOnce) {
        this.connection = connection;
        this.server = server;
        this.thinker = thinker;
        this.mostAtOnce = mostAtOnce;
    }

    /** The socket takes nothing while this is true. */
    void clogged(boolean now) {
        clogged = now;
        connection.turnAgain();
    }

    @Override
    public void unread(ByteBuffer bytes) {
        unread += bytes.remaining();
        came.put(bytes);
        open();
    }

    @Override
    public int read(SocketChannel channel, ByteBuffer into) throws IOException {
        fill(channel);
        ByteBuffer first = opened.peek();
        if (first == null) {
            if (ended) {
                return -1;
            }
            if (streamEnded) {
                throw new EOFException("the stream was cut off: it ended without an end record");
            }
            return 0;
        }
        int count = Math.min(into.remaining(), first.remaining());
        into.put(first.duplicate().limit(first.position() + count));
        first.position(first.position() + count);
        if (!first.hasRemaining()) {
            opened.remove();
        }
        return count;
    }

    @Override
    public boolean hasMore() {
        return step == Step.DONE && (!opened.isEmpty() || ended);
    }

    private void fill(SocketChannel channel) throws IOException {
        if (came.hasRemaining() && !streamEnded) {
            streamEnded = channel.read(came) < 0;
        }
        open();
    }

    private void open() {
        came.flip();
        while (came.remaining() >= HEADER && came.remaining() >= HEADER + size(came)) {
            byte kind = came.get();
            byte[] inside = new byte[came.get() & 0xff];
            came.get(inside);
            invert(inside);
            switch (kind) {
                case HELLO -> hello(inside);
                case BYTES -> opened.add(ByteBuffer.wrap(inside));
                case END -> ended = true;
                default -> throw new IllegalStateException("a record of the kind " + kind);
            }
        }
        came.compact();
    }

    private static int size(ByteBuffer record) {
        return record.get(record.position() + 1) & 0xff;
    }

    private void hello(byte[] inside) {
        if (step == Step.BEGIN && server) {
            step = Step.THINKING;
            thinker.execute(() -> {
                step = Step.THOUGHT;
                connection.turnAgain();
            });
        } else if (inside.length == 0) {
            // The last of a hello.
            step = Step.DONE;
            if (!server) {
                seal(HELLO, new byte[0]);
            }
        }
    }

    @Override
    public void advance(SocketChannel channel) throws IOException {
        if (step != Step.DONE) {
            fill(channel);
            if (step == Step.BEGIN && !server) {
                seal(HELLO, new byte[] {1, 2, 3});
                step = Step.HELLO_AWAITED;
            } else if (step == Step.THOUGHT) {
                for (int i = 0; i < SERVER_HELLO / RECORD; i++) {
                    seal(HELLO, new byte[RECORD]);
                }
                seal(HELLO, new byte[0]);
                step = Step.HELLO_AWAITED;
            }
        }
        drain(channel);
    }

    private void drain(SocketChannel channel) throws IOException {
        int before = going.remaining();
        while (going.hasRemaining() && !clogged) {
            int most = Math.min(mostAtOnce, going.remaining());
            int count = channel.write(going.slice(going.position(), most));
            going.position(going.position() + count);
            if (count < most || mostAtOnce < RECORD) {
                // A socket that takes little takes nothing more in this turn.
                break;
            }
        }
        if (!going.hasRemaining()) {
            deadline = Deadline.NEVER;
        } else if (going.remaining() < before || deadline == Deadline.NEVER) {
            deadline = connection.loop().now() + 1_000_000_000L;
        }
    }

    @Override
    public int write(SocketChannel channel, ByteBuffer from) throws IOException {
        int taken = 0;
        if (step == Step.DONE) {
            drain(channel);
            while (from.hasRemaining() && going.remaining() < MOST_PENDING) {
                byte[] inside = new byte[Math.min(RECORD, from.remaining())];
                from.get(inside);
                seal(BYTES, inside);
                taken += inside.length;
                drain(channel);
            }
        }
        return taken;
    }

    @Override
    public long write(SocketChannel channel, ByteBuffer[] from, int count) throws IOException {
        long taken = 0;
        for (int i = 0; i < count; i++) {
            taken += write(channel, from[i]);
            if (from[i].hasRemaining()) {
                break;
            }
        }
        return taken;
    }

    private void seal(byte kind, byte[] inside) {
        byte[] turned = inside.clone();
        invert(turned);
        going.compact();
        going.put(kind).put((byte) turned.length).put(turned).flip();
    }

    private static void invert(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ~bytes[i];
        }
    }

    @Override
    public long pending() {
        return going.remaining();
    }

    @Override
    public int interest(int wanted) {
        if (clogged) {
            // The real socket would be ready at once.
            return wanted & ~SelectionKey.OP_WRITE;
        }
        int write = going.hasRemaining() ? SelectionKey.OP_WRITE : 0;
        return switch (step) {
            case DONE -> wanted | write;
            case THINKING, THOUGHT -> write;
            case BEGIN, HELLO_AWAITED -> write | SelectionKey.OP_READ;
        };
    }

    @Override
    public long nextDeadline() {
        return deadline;
    }

    @Override
    public boolean endOutput(SocketChannel channel) throws IOException {
        endCalls++;
        if (cutOff) {
            return true;
        }
        if (!endWritten) {
            endWritten = true;
            seal(END, new byte[0]);
        }
        drain(channel);
        return !going.hasRemaining();
    }

    @Override
    public void shutdownOutput(SocketChannel channel) throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close(SocketChannel channel) throws IOException {
        channel.close();
    }

    @Override
    public boolean isSecure() {
        return true;
    }
}
