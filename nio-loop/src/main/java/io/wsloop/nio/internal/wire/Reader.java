package io.wsloop.nio.internal.wire;

import io.wsloop.loop.EventLoop;
import io.wsloop.protocol.Workbench;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads a loop's connections, one at a time, into one buffer, and delivers the bytes to their phases. The budget of a turn bounds
 * each reading, so that no connection keeps the loop from the others. Loop thread.
 */
public final class Reader {
    private final EventLoop loop;
    private final Workbench bench;

    /** Holds no bytes between two readings: undelivered bytes move to the connection's leftovers. */
    private final ByteBuffer buffer;

    Reader(EventLoop loop, Workbench bench) {
        this.loop = loop;
        this.bench = bench;
        buffer = ByteBuffer.allocateDirect(loop.options().readBufferBytes());
    }

    /** The read buffer, for a caller that reads and discards. Its bytes are valid until the caller returns. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /**
     * Reads and delivers until the socket has no more, the connection wants no more, or the budget is used up. Two things count
     * against the budget: bytes that were read, and bytes that compressed messages inflated to.
     */
    void read(Connection connection) {
        ByteBuffer in = buffer;
        long allowed = loop.readBudget();
        long budget = allowed;
        try {
            connection.cork();
            boolean more = true;
            while (more && budget > 0 && connection.wantsInput()) {
                int most = Math.min(in.capacity(), connection.mostToRead());
                int count = connection.read(in.clear().limit(most));
                budget -= count;
                if (count < 0) {
                    connection.inputEnded();
                } else if (count > 0) {
                    budget -= deliver(connection, in.flip());
                    connection.keep(in);
                }
                more = count == most || connection.transport().hasMore();
            }
        } catch (IOException e) {
            connection.failed(e);
        } finally {
            connection.uncork();
            loop.spend(allowed - budget);
        }
    }

    /** Delivers bytes that an earlier reading left over. */
    void deliverLeftovers(Connection connection) {
        try {
            connection.cork();
            ByteBuffer in = connection.leftovers();
            if (in != null && connection.isOpen()) {
                loop.spend(deliver(connection, in));
                connection.leftoversDelivered();
            }
        } finally {
            connection.uncork();
        }
    }

    /**
     * Delivers one event a call, so that a pause takes effect between two events. Stops when messages have inflated to the budget.
     *
     * @return the number of bytes that messages inflated to
     */
    private long deliver(Connection connection, ByteBuffer in) {
        long before = bench.inflatedBytes();
        int budget = loop.readBudget();
        boolean more = true;
        while (more && bench.inflatedBytes() - before < budget) {
            more = connection.deliver(in);
        }
        return bench.inflatedBytes() - before;
    }
}
