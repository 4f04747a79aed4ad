package io.wsloop.nio;

import io.wsloop.protocol.Outbox;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A loop's staging buffer, which collects the replies of the connection that is being read: they go to the socket in one
 * write. One connection holds it at a time, so the state of that time is kept here once and not in each connection. Loop
 * thread.
 */
final class Cork implements Outbox.Drain {
    private final ByteBuffer staging;
    private @Nullable Connection holder;

    /** How many bytes the socket took since the cork was taken. */
    private long drained;

    Cork(int bytes) {
        staging = ByteBuffer.allocateDirect(bytes);
    }

    /** Lends the staging buffer to the connection's outbox. False when a connection holds it already. */
    boolean take(Connection connection) {
        if (holder != null) {
            return false;
        }
        holder = connection;
        staging.clear();
        connection.outbox().lend(staging, this);
        return true;
    }

    boolean isFree() {
        return holder == null;
    }

    boolean isHeldBy(Connection connection) {
        return holder == connection;
    }

    /** Writes from the staging buffer when it is full. What the socket does not take stays in it. */
    @Override
    public void drain(ByteBuffer staged) {
        Connection connection = holder;
        if (connection != null) {
            drained += connection.write(staged);
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
            return bytes + connection.writeAll();
        }
        return staged == null && bytes == 0 ? -1 : bytes;
    }
}
