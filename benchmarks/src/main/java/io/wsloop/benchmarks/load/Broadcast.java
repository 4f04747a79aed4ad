package io.wsloop.benchmarks.load;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The first connection sends, all receive, the sender too; the next message goes out when everybody has the last. */
final class Broadcast implements Events {
    /** A server may answer 101 a moment before it counts the connection among the subscribers. */
    private static final long JOIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Cell cell;
    private final Target target;
    private final Script script;
    private final Meter meter;
    private long publishedAt;
    private int missing;

    Broadcast(Cell cell, Target target, Script script, Meter meter) {
        this.cell = cell;
        this.target = target;
        this.script = script;
        this.meter = meter;
    }

    Measurement run(Load load) throws IOException {
        try (Lines lines = new Lines(target, script, 1, this)) {
            lines.open(cell.connections() + 1);
            lines.pollFor(JOIN_NANOS);
            long warmAt = System.nanoTime() + Math.max(load.warmUpNanos(), TimeUnit.MILLISECONDS.toNanos(1));
            while (System.nanoTime() < warmAt) {
                publish(lines);
            }
            meter.start(lines.bytesIn());
            long startedAt = System.nanoTime();
            while (load.goesOn(startedAt, meter.units())) {
                publish(lines);
            }
            Measurement measured = meter.stop(lines.bytesIn());
            lines.closeAll();
            return measured;
        }
    }

    private void publish(Lines lines) throws IOException {
        missing = lines.all().size();
        publishedAt = System.nanoTime();
        for (Line line : lines.all()) {
            if (line.number == 0) {
                line.queue(1, publishedAt);
                line.flush();
            } else {
                line.expect(1);
            }
        }
        lines.pollUntil(() -> missing == 0, "a delivery to all " + lines.all().size() + " subscribers");
    }

    @Override
    public void replied(Line line, int messages, long now) {
        missing -= messages;
        if (meter.running()) {
            meter.record(messages, now - publishedAt);
        }
    }
}
