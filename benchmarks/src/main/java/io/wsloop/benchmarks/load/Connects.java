package io.wsloop.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Connections that open, close at once and are followed by the next, some at a time; latency is from connect to the 101. */
final class Connects implements Events {
    /** A server that answered Close but leaves it to the client to end the stream is not waited for longer. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Cell cell;
    private final Target target;
    private final Script script;
    private final Meter meter;
    private final List<Line> current = new ArrayList<>();
    private final List<Line> ended = new ArrayList<>();
    private @Nullable Lines lines;
    private long opened;
    private long seen;
    private long seenAt = System.nanoTime();
    private long sweptAt = System.nanoTime();
    private boolean going = true;

    Connects(Cell cell, Target target, Script script, Meter meter) {
        this.cell = cell;
        this.target = target;
        this.script = script;
        this.meter = meter;
    }

    Measurement run(Load load) throws IOException {
        try (Lines all = new Lines(target, script, 1, this)) {
            lines = all;
            all.spreadOut();
            for (int i = 0; i < cell.connections(); i++) {
                current.add(all.start(i));
            }
            long warmAt = System.nanoTime() + load.warmUpNanos();
            while (System.nanoTime() < warmAt) {
                turn(all);
            }
            meter.start(all.bytesIn());
            long startedAt = System.nanoTime();
            while (load.goesOn(startedAt, meter.units())) {
                turn(all);
            }
            Measurement measured = meter.stop(all.bytesIn());
            going = false;
            long end = System.nanoTime() + LINGER_NANOS;
            while (!current.isEmpty() && System.nanoTime() < end) {
                turn(all);
            }
            return measured;
        }
    }

    private void turn(Lines all) throws IOException {
        all.poll(20);
        long now = System.nanoTime();
        if (now - sweptAt > LINGER_NANOS / 4) {
            sweptAt = now;
            for (Line line : current) {
                if (line.state == Line.State.CLOSING && now - line.startedAt > LINGER_NANOS && all.drop(line)) {
                    ended.add(line);
                }
            }
        }
        for (Line line : ended) {
            current.remove(line);
            if (going) {
                current.add(all.start(line.number));
            }
        }
        ended.clear();
        if (opened != seen) {
            seen = opened;
            seenAt = now;
        } else if (going && now - seenAt > target.patience().toNanos()) {
            throw new CellFailed("expected connections to open, none did for "
                    + target.patience().toSeconds() + " s");
        }
    }

    @Override
    public void opened(Line line, long now) throws IOException {
        opened++;
        if (meter.running()) {
            meter.record(1, now - line.startedAt);
        }
        if (lines != null) {
            lines.close(line);
        }
    }

    @Override
    public void ended(Line line, long now) {
        ended.add(line);
    }
}
