package io.wsloop.benchmarks.load;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Messages at a given rate, dealt out to the connections in turn. Latency counts from when a message was due, not from when it
 * was sent: a pause of the server, or of this generator, is paid for by every message that should have gone out in it, and is
 * not left out because nobody asked meanwhile (coordinated omission).
 */
final class OpenLoop implements Events {
    /** Nearer than this the next message is waited for without sleeping: a selector's time-out is in milliseconds. */
    private static final long SPIN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Cell cell;
    private final Target target;
    private final Script script;
    private final Meter meter;
    private final double nanosBetween;

    OpenLoop(Cell cell, Target target, Script script, Meter meter) {
        this.cell = cell;
        this.target = target;
        this.script = script;
        this.meter = meter;
        this.nanosBetween = 1e9 / cell.perSecond();
    }

    Measurement run(Load load) throws IOException {
        try (Lines lines = new Lines(target, script, cell.inflight(), this)) {
            lines.open(cell.connections());
            long begin = System.nanoTime();
            long measureAt = begin + load.warmUpNanos();
            long sent = 0;
            long startedAt = 0;
            while (!meter.running() || load.goesOn(startedAt, meter.units())) {
                long now = System.nanoTime();
                if (!meter.running() && now >= measureAt) {
                    meter.start(lines.bytesIn());
                    startedAt = System.nanoTime();
                }
                long due = (long) ((now - begin) / nanosBetween);
                sent = sendUpTo(lines, begin, sent, due);
                long wait = begin + (long) ((sent + 1) * nanosBetween) - System.nanoTime();
                lines.poll(wait > SPIN_NANOS ? 1 : 0);
            }
            Measurement measured = meter.stop(lines.bytesIn());
            lines.drain();
            lines.closeAll();
            return measured;
        }
    }

    private long sendUpTo(Lines lines, long begin, long sent, long due) throws IOException {
        int connections = cell.connections();
        for (long n = sent; n < due; n++) {
            Line line = lines.all().get((int) (n % connections));
            if (line.onTheWay() == cell.inflight()) {
                throw new CellFailed("expected " + cell.perSecond() + " messages a second to be answered, but "
                        + cell.inflight() + " wait on connection " + line.number + ": ask for a lower rate");
            }
            line.queue(1, begin + (long) (n * nanosBetween));
        }
        // A connection that is due several times in this turn writes once.
        long touched = Math.min(due - sent, connections);
        for (long n = due - touched; n < due; n++) {
            lines.all().get((int) (n % connections)).flush();
        }
        return due;
    }

    @Override
    public void replied(Line line, int messages, long now) {
        if (meter.running()) {
            meter.record(line, messages, now);
        }
    }
}
