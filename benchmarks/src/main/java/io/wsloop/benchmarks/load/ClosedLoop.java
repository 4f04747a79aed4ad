package io.wsloop.benchmarks.load;

import java.io.IOException;

/** Every reply is followed by the next message, so the same number is on the way at any time. */
final class ClosedLoop extends Work {
    private boolean sending = true;

    ClosedLoop(Setting in) {
        super(in);
    }

    @Override
    Result run() throws IOException {
        try (Lines lines = new Lines(in.target(), in.script(), cell.inflight(), this)) {
            lines.open(cell.connections());
            for (Line line : lines.all()) {
                line.queue(cell.inflight(), System.nanoTime());
                line.flush();
            }
            Patience patience = new Patience(in.target().patience());
            Result measured = in.meter().measure(in.load(), Meter.LEAST_UNITS, lines::bytesIn, () -> {
                lines.poll(20);
                lines.requireReplies(patience, "replies");
            });
            sending = false;
            lines.drain();
            lines.closeAll();
            return measured;
        }
    }

    @Override
    void replied(Line line, int messages, long now) throws IOException {
        in.meter().record(line, messages, now);
        if (sending) {
            line.queue(messages, now);
            line.flush();
        }
    }
}
