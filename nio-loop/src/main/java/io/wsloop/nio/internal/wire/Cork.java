package io.wsloop.nio.internal.wire;

import io.wsloop.protocol.Outbox;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a loop's connections. Holds one staging buffer, which collects the replies of the connection that is being read:
 * they go to the socket in one write. One connection holds it at a time, so the state of that time is kept here once and not
 * in each connection. Loop thread.
 */
public final class Cork implements Outbox.Drain {
    /** One connection writes this much at a time; what waits behind it waits for the next turn. */
    private static final int WRITE_BUDGET = 1 << 20;

    private final ByteBuffer staging;
    private @Nullable ChannelBytes holder;

    /** True while the holder writes within an application's call of send. */
    private boolean sending;

    /** How many bytes the socket took since the cork was taken. */
    private long drained;

    Cork(int bytes) {
        staging = ByteBuffer.allocateDirect(bytes);
    }

    /** Lends the staging buffer to the connection's outbox. False when a connection holds it already. */
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

    /** Writes from the staging buffer when it is full. What the socket does not take stays in it. */
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
     * Writes what is staged and gives the buffer back. What the socket does not take waits in the outbox.
     *
     * @return how many bytes the socket took since the cork was taken; -1 when nothing was written and nothing waits
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

    /** Writes what the socket takes of what waits, within the budget of one turn. */
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

    /** Writes a payload that the application sends just now. */
    void writeThrough(Connection connection) {
        sending = true;
        try {
            connection.uncork();
        } finally {
            sending = false;
        }
    }

    /** True within the application's call of send: no callback comes before that has said what became of the message. */
    public boolean isSending() {
        return sending;
    }
}
