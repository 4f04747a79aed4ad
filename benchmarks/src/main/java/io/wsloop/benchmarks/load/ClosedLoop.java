package io.wsloop.benchmarks.load;

import java.io.IOException;

/** Every reply is followed by the next message, so that as many are on the way at any time. */
final class ClosedLoop implements Events {
    private final Cell cell;
    private final Target target;
    private final Script script;
    private final Meter meter;
    private boolean sending = true;

    ClosedLoop(Cell cell, Target target, Script script, Meter meter) {
        this.cell = cell;
        this.target = target;
        this.script = script;
        this.meter = meter;
    }

    Measurement run(Load load) throws IOException {
        try (Lines lines = new Lines(target, script, cell.inflight(), this)) {
            lines.open(cell.connections());
            for (Line line : lines.all()) {
                line.queue(cell.inflight(), System.nanoTime());
                line.flush();
            }
            long warmAt = System.nanoTime() + load.warmUpNanos();
            lines.pollUntil(() -> System.nanoTime() >= warmAt, "replies");
            meter.start(lines.bytesIn());
            long startedAt = System.nanoTime();
            lines.pollUntil(() -> !load.goesOn(startedAt, meter.units()), "replies");
            Measurement measured = meter.stop(lines.bytesIn());
            sending = false;
            lines.drain();
            lines.closeAll();
            return measured;
        }
    }

    @Override
    public void replied(Line line, int messages, long now) throws IOException {
        if (meter.running()) {
            meter.record(line, messages, now);
        }
        if (sending) {
            line.queue(messages, now);
            line.flush();
        }
    }
}
