package io.wsloop.benchmarks.load;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The first connection sends, all receive, the sender too; the next message goes out when everybody who reads has the last. */
final class Broadcast implements Events {
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
            Audience audience = new Audience(cell, script, lines);
            audience.open();
            long warmAt = System.nanoTime() + Math.max(load.warmUpNanos(), TimeUnit.MILLISECONDS.toNanos(1));
            while (System.nanoTime() < warmAt) {
                publish(lines, audience);
            }
            meter.start(lines.bytesIn());
            long startedAt = System.nanoTime();
            while (load.goesOn(startedAt, meter.units())) {
                publish(lines, audience);
            }
            Measurement measured = meter.stop(lines.bytesIn());
            audience.end();
            return measured;
        }
    }

    private void publish(Lines lines, Audience audience) throws IOException {
        int all = audience.listening().size();
        missing = all;
        publishedAt = System.nanoTime();
        audience.publish(publishedAt);
        lines.pollUntil(() -> missing == 0, "a delivery to all " + all + " subscribers");
    }

    @Override
    public void replied(Line line, int messages, long now) {
        missing -= messages;
        if (meter.running()) {
            meter.record(messages, now - publishedAt);
        }
    }
}
