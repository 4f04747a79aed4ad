package io.wsloop.nio.internal.wire;

import io.wsloop.protocol.Outbox;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the bytes of a loop's connections. Its staging buffer collects the answers of the connection that is being read, and one
 * write sends them all. Only one connection holds the cork at a time, so its state lies here once and not in each connection.
 * Loop thread.
 */
public final class Cork implements Outbox.Drain {
    /** A connection begins no further write after this many bytes. The rest waits for the next turn. */
    private static final int WRITE_BUDGET = 1 << 20;

    private final ByteBuffer staging;
    private @Nullable ChannelBytes holder;

    /** True while the holder writes inside an application's call of a send method. */
    private boolean sending;

    /** How many bytes the socket has taken since {@link #take}. */
    private long drained;

    Cork(int bytes) {
        staging = ByteBuffer.allocateDirect(bytes);
    }

    /** Lends the staging buffer to the connection's outbox. False if a connection holds it already, be it this one. */
    boolean take(ChannelBytes connection) {
        if (holder != null) {
            return false;
        }
        holder = connection;
        staging.clear();
        connection.outbox().lend(staging, this);
        return true;
    }

    public boolean isFree() {
        return holder == null;
    }

    boolean isHeldBy(ChannelBytes connection) {
        return holder == connection;
    }

    /** The outbox calls this when the staging buffer is full. Bytes that the socket does not take stay in the buffer. */
    @Override
    public void drain(ByteBuffer staged) {
        ChannelBytes connection = holder;
        if (connection == null || connection.hasFailed()) {
            return;
        }
        try {
            drained += connection.transport().write(connection.channel(), staged);
        } catch (IOException | RuntimeException | Error e) {
            connection.failed(e);
        }
    }

    /**
     * Writes the staged bytes and takes the buffer back. Bytes that the socket does not take wait in the outbox.
     *
     * @return how many bytes the socket has taken since {@link #take}; -1 if nothing was staged, written or waiting
     */
    long release(Connection connection) {
        Outbox outbox = connection.outbox();
        boolean taken = true;
        ByteBuffer staged;
        long bytes;
        try {
            staged = outbox.staged();
            if (staged != null) {
                drain(staged);
                taken = !staged.hasRemaining();
            }
            outbox.reclaim();
        } finally {
            bytes = drained;
            drained = 0;
            holder = null;
        }
        if (taken && !outbox.isEmpty()) {
            return bytes + write(connection);
        }
        return staged == null && bytes == 0 ? -1 : bytes;
    }

    /** Writes waiting bytes until the socket takes no more or the turn's budget is used up. Returns how many it took. */
    long write(Connection connection) {
        Outbox outbox = connection.outbox();
        long written = 0;
        try {
            while (connection.canWrite() && !outbox.isEmpty() && written < WRITE_BUDGET) {
                long count = connection.transport().write(connection.channel(), outbox.buffers(), outbox.count());
                outbox.consumed();
                if (count == 0) {
                    break;
                }
                written += count;
            }
        } catch (IOException | RuntimeException | Error e) {
            connection.failed(e);
        }
        return written;
    }

    /** Writes a large payload inside the application's call of a send method. */
    void writeThrough(Connection connection) {
        sending = true;
        try {
            connection.uncork();
        } finally {
            sending = false;
        }
    }

    /** True inside an application's call of a send method, which must return its result before any callback comes. */
    public boolean isSending() {
        return sending;
    }
}
