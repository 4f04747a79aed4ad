package io.wsloop.benchmarks.load;

import java.io.IOException;

/** Messages at a given rate, dealt out to the connections in turn. */
final class OpenLoop extends Work {

    OpenLoop(Setting in) {
        super(in);
    }

    @Override
    Result run() throws IOException {
        try (Lines lines = new Lines(in.target(), in.script(), cell.inflight(), this)) {
            lines.open(cell.connections());
            Pace pace = new Pace(cell.perSecond(), System.nanoTime());
            Result measured = in.meter().measure(in.load(), Meter.LEAST_UNITS, lines::bytesIn, () -> {
                sendDue(lines, pace, System.nanoTime());
                lines.poll(pace.pauseMillis());
            });
            lines.drain();
            lines.closeAll();
            return measured;
        }
    }

    private void sendDue(Lines lines, Pace pace, long now) throws IOException {
        int connections = cell.connections();
        long first = pace.next();
        while (pace.isDue(now)) {
            Line line = lines.all().get((int) (pace.next() % connections));
            if (line.onTheWay() == cell.inflight()) {
                throw new CellFailed("expected " + cell.perSecond() + " messages a second to be answered, but "
                        + cell.inflight() + " wait on connection " + line.number + ": ask for a lower rate");
            }
            line.queue(1, pace.take());
        }
        // A connection that is due several times in this turn writes once.
        for (long n = Math.max(first, pace.next() - connections); n < pace.next(); n++) {
            lines.all().get((int) (n % connections)).flush();
        }
    }

    @Override
    void replied(Line line, int messages, long now) {
        in.meter().record(line, messages, now);
    }
}
