package io.wsloop.benchmarks.load;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * What a connection costs that does nothing: memory before and after so many were opened, and again after each sent and got one
 * message. Others came and went before the first reading, so that classes, pools and tables are there already.
 */
final class IdleConnections extends Work {
    private static final int BEFORE = 200;

    /** For the server to come to rest. */
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int BETWEEN_TURNS = 64;

    private final ServerProbe server;

    IdleConnections(Setting in) {
        super(in);
        this.server = new ServerProbe(in.target().pid());
    }

    @Override
    Result run() throws IOException {
        int connections = cell.connections();
        try (Lines lines = new Lines(in.target(), in.script(), 1, this)) {
            lines.open(BEFORE);
            exchange(lines);
            lines.closeAll();
            Reading before = read(lines);

            long startedAt = System.nanoTime();
            lines.open(connections);
            double seconds = (System.nanoTime() - startedAt) / 1e9;
            Reading fresh = read(lines);
            exchange(lines);
            Reading used = read(lines);
            lines.closeAll();
            return Result.of(cell.name())
                    .with(Figure.UNITS, connections)
                    .with(Figure.SECONDS, seconds)
                    .with(Figure.RATE, connections / seconds)
                    .with(Figure.HEAP_BYTES, growth(before.heap, fresh.heap))
                    .with(Figure.RSS_BYTES, growth(before.resident, fresh.resident))
                    .with(Figure.USED_HEAP_BYTES, growth(before.heap, used.heap))
                    .with(Figure.USED_RSS_BYTES, growth(before.resident, used.resident));
        }
    }

    private void exchange(Lines lines) throws IOException {
        int sent = 0;
        for (Line line : lines.all()) {
            line.queue(1, System.nanoTime());
            line.flush();
            if (++sent % BETWEEN_TURNS == 0) {
                lines.poll(0);
            }
        }
        lines.drain();
    }

    private Reading read(Lines lines) throws IOException {
        lines.pollFor(REST_NANOS);
        // In this order: the collection gives back what is free, and only then is resident memory worth a look.
        double heap = server.liveHeapBytes();
        return new Reading(heap, server.residentBytes());
    }

    private double growth(double before, double after) {
        return (after - before) / cell.connections();
    }

    private record Reading(double heap, double resident) {}
}
