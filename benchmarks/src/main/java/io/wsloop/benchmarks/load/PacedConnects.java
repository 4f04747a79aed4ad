package io.wsloop.benchmarks.load;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Connections that open at a given rate, whatever the server does, and close at once. Latency is from when a connection was due
 * to begin to its 101, as in {@link OpenLoop}: who begins late because the server or this generator stood still has waited too.
 */
final class PacedConnects {
    /** It is measured for its p99.9, which is the most of all where there are no longer ones: three of these are. */
    static final int LEAST = 3000;

    /** Nearer than this the next connection is waited for without sleeping: a selector's time-out is in milliseconds. */
    private static final long SPIN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Cell cell;
    private final Target target;
    private final Script script;
    private final Meter meter;
    private final double nanosBetween;
    private long begin;

    PacedConnects(Cell cell, Target target, Script script, Meter meter) {
        this.cell = cell;
        this.target = target;
        this.script = script;
        this.meter = meter;
        this.nanosBetween = 1e9 / cell.perSecond();
    }

    Measurement run(Load load) throws IOException {
        try (ShortLived connections = new ShortLived(target, script, meter, line -> due(line.number))) {
            begin = System.nanoTime();
            long startedAt = 0;
            int next = 0;
            while (!meter.running() || load.goesOn(startedAt, meter.units(), LEAST)) {
                long now = System.nanoTime();
                if (!meter.running() && now >= begin + load.warmUpNanos()) {
                    meter.start(connections.bytesIn());
                    startedAt = System.nanoTime();
                }
                for (; due(next) <= now; next++) {
                    requireRoom(connections);
                    connections.start(next);
                }
                connections.turn(due(next) - System.nanoTime() > SPIN_NANOS ? 1 : 0);
                connections.requireProgress();
            }
            Measurement measured = meter.stop(connections.bytesIn());
            connections.finish();
            return measured;
        }
    }

    /** Connections are numbered from 0 as they are due; the first is so at once. */
    private long due(int number) {
        return begin + (long) (number * nanosBetween);
    }

    private void requireRoom(ShortLived connections) {
        if (connections.opening() == cell.connections()) {
            throw new CellFailed("expected " + cell.perSecond() + " connections a second to open, but "
                    + cell.connections() + " wait for their handshake: ask for a lower rate");
        }
    }
}
