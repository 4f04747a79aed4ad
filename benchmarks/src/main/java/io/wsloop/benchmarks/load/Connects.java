package io.wsloop.benchmarks.load;

import java.io.IOException;

/** Connections that open, close at once and are followed by the next, some at a time; latency is from connect to the 101. */
final class Connects {
    private static final int LONGEST_WAIT_MILLIS = 20;

    private final Cell cell;
    private final Target target;
    private final Script script;
    private final Meter meter;

    Connects(Cell cell, Target target, Script script, Meter meter) {
        this.cell = cell;
        this.target = target;
        this.script = script;
        this.meter = meter;
    }

    Measurement run(Load load) throws IOException {
        try (ShortLived connections = new ShortLived(target, script, meter, line -> line.startedAt)) {
            for (int i = 0; i < cell.connections(); i++) {
                connections.start(i);
            }
            long warmAt = System.nanoTime() + load.warmUpNanos();
            while (System.nanoTime() < warmAt) {
                turn(connections);
            }
            meter.start(connections.bytesIn());
            long startedAt = System.nanoTime();
            while (load.goesOn(startedAt, meter.units())) {
                turn(connections);
            }
            Measurement measured = meter.stop(connections.bytesIn());
            connections.finish();
            return measured;
        }
    }

    private static void turn(ShortLived connections) throws IOException {
        for (int number : connections.turn(LONGEST_WAIT_MILLIS)) {
            connections.start(number);
        }
        connections.requireProgress();
    }
}
