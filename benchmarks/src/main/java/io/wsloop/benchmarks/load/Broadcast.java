package io.wsloop.benchmarks.load;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The first connection sends, all receive, the sender too. Without a rate the next message goes out when all have the last. At a
 * rate, the medians of the first and of the last second tell a server that keeps up from one whose queues grow.
 */
final class Broadcast extends Work {
    /** Of a measurement of two seconds or more; of a shorter one it is the half. */
    private static final long EDGE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Histogram firstSecond = new Histogram(3);
    private final Histogram lastSecond = new Histogram(3);
    private final long edge;
    private int missing;

    Broadcast(Setting in) {
        super(in);
        this.edge = Math.min(EDGE_NANOS, in.load().nanos() / 2);
    }

    @Override
    Result run() throws IOException {
        try (Lines lines = new Lines(in.target(), in.script(), cell.inflight(), this)) {
            Audience audience = new Audience(cell, in.script(), lines);
            audience.open();
            boolean paced = cell.kind() == Cell.Kind.PACED_FAN_OUT;
            Pace pace = new Pace(cell.perSecond(), System.nanoTime());
            Result measured = in.meter()
                    .measure(
                            in.load(),
                            Meter.LEAST_UNITS,
                            lines::bytesIn,
                            paced ? () -> publishDue(lines, audience, pace) : () -> publish(lines, audience));
            lines.drain();
            audience.end();
            return paced
                    ? measured.with(Figure.FIRST_SECOND, median(firstSecond))
                            .with(Figure.LAST_SECOND, median(lastSecond))
                    : measured;
        }
    }

    private void publish(Lines lines, Audience audience) throws IOException {
        int all = audience.listening().size();
        missing = all;
        audience.publish(System.nanoTime());
        lines.pollUntil(() -> missing == 0, "a delivery to all " + all + " subscribers");
    }

    private void publishDue(Lines lines, Audience audience, Pace pace) throws IOException {
        long now = System.nanoTime();
        while (pace.isDue(now)) {
            for (Line line : audience.listening()) {
                if (line.onTheWay() == cell.inflight()) {
                    throw new CellFailed("expected " + cell.perSecond() + " messages a second to be delivered, but "
                            + cell.inflight() + " wait for connection " + line.number + ": ask for a lower rate");
                }
            }
            audience.publish(pace.take());
        }
        lines.poll(pace.pauseMillis());
    }

    @Override
    void replied(Line line, int messages, long now) {
        missing -= messages;
        Meter meter = in.meter();
        meter.record(line, messages, now);
        if (meter.running() && cell.kind() == Cell.Kind.PACED_FAN_OUT) {
            for (long i = line.replies().count() - messages; i < line.replies().count(); i++) {
                long due = line.stamp(i);
                if (due - meter.startedAt() < edge) {
                    firstSecond.recordValue(now - due);
                } else if (due - meter.startedAt() >= in.load().nanos() - edge) {
                    lastSecond.recordValue(now - due);
                }
            }
        }
    }

    private static double median(Histogram nanos) {
        return nanos.getValueAtPercentile(50) / 1e3;
    }
}
