package io.wsloop.benchmarks.load;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The first connection sends at a given rate, all receive. Latency counts from when a message was due. The medians of the first
 * and of the last second tell a server that keeps up from one whose queues grow.
 */
final class PacedBroadcast implements Events {
    /** Of a measurement of two seconds or more; of a shorter one it is the half. */
    private static final long EDGE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Cell cell;
    private final Target target;
    private final Script script;
    private final Meter meter;
    private final Histogram firstSecond = new Histogram(3);
    private final Histogram lastSecond = new Histogram(3);
    private final double nanosBetween;
    private long firstEnds;
    private long lastBegins;

    PacedBroadcast(Cell cell, Target target, Script script, Meter meter) {
        this.cell = cell;
        this.target = target;
        this.script = script;
        this.meter = meter;
        this.nanosBetween = 1e9 / cell.perSecond();
    }

    Measurement run(Load load) throws IOException {
        try (Lines lines = new Lines(target, script, cell.inflight(), this)) {
            Audience audience = new Audience(cell, script, lines);
            audience.open();
            long begin = System.nanoTime();
            long sent = 0;
            long startedAt = 0;
            while (!meter.running() || load.goesOn(startedAt, meter.units())) {
                long now = System.nanoTime();
                if (!meter.running() && now >= begin + load.warmUpNanos()) {
                    meter.start(lines.bytesIn());
                    startedAt = System.nanoTime();
                    long edge = Math.min(EDGE_NANOS, load.nanos() / 2);
                    firstEnds = startedAt + edge;
                    lastBegins = startedAt + load.nanos() - edge;
                }
                for (; (sent + 1) * nanosBetween <= now - begin; sent++) {
                    requireRoom(audience);
                    audience.publish(begin + (long) ((sent + 1) * nanosBetween));
                }
                lines.poll(1);
            }
            Measurement measured = meter.stop(lines.bytesIn());
            lines.drain();
            audience.end();
            return measured.withEdges(median(firstSecond), median(lastSecond));
        }
    }

    private void requireRoom(Audience audience) {
        for (Line line : audience.listening()) {
            if (line.onTheWay() == cell.inflight()) {
                throw new CellFailed("expected " + cell.perSecond() + " messages a second to be delivered, but "
                        + cell.inflight() + " wait for connection " + line.number + ": ask for a lower rate");
            }
        }
    }

    @Override
    public void replied(Line line, int messages, long now) {
        if (!meter.running()) {
            return;
        }
        meter.record(line, messages, now);
        for (long i = line.replies().count() - messages; i < line.replies().count(); i++) {
            long due = line.stamp(i);
            if (due < firstEnds) {
                firstSecond.recordValue(now - due);
            } else if (due >= lastBegins) {
                lastSecond.recordValue(now - due);
            }
        }
    }

    private static double median(Histogram nanos) {
        return Meter.rounded(nanos.getValueAtPercentile(50) / 1e3);
    }
}
