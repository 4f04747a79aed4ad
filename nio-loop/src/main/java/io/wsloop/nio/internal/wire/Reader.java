package io.wsloop.nio.internal.wire;

import io.wsloop.loop.EventLoop;
import io.wsloop.protocol.Workbench;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads a loop's connections, one at a time, into one buffer, and delivers what came within the budget of a turn. Loop thread.
 */
public final class Reader {
    private final EventLoop loop;
    private final Workbench bench;

    /** Empty between the readings of two connections. */
    private final ByteBuffer buffer;

    Reader(EventLoop loop, Workbench bench) {
        this.loop = loop;
        this.bench = bench;
        buffer = ByteBuffer.allocateDirect(loop.options().readBufferBytes());
    }

    /** For those who read and throw away. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Reads and delivers until nothing more has come, the connection wants no more, or its budget is used up. */
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

    /** Delivers what an earlier reading had to leave. */
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
     * One event a call, so that a pause takes effect between two, until messages have inflated to the budget.
     *
     * @return how many bytes they inflated to
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
