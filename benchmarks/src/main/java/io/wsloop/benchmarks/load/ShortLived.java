package io.wsloop.benchmarks.load;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** Connections that close as soon as they have opened, whoever begins them, and what is measured of each: until the 101. */
final class ShortLived implements Events, AutoCloseable {
    /** A server that answered Close but leaves it to the client to end the stream is not waited for longer. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Target target;
    private final Meter meter;
    private final ToLongFunction<Line> latencyFrom;
    private final Lines lines;
    private final Set<Line> current = new LinkedHashSet<>();
    private final Deque<Line> ended = new ArrayDeque<>();
    private long opened;
    private long seen;
    private long seenAt = System.nanoTime();
    private long sweptAt = System.nanoTime();

    /**
     * Prepares to begin connections.
     *
     * @param latencyFrom the time, as {@link System#nanoTime} tells it, from which a connection's latency counts
     */
    ShortLived(Target target, Script script, Meter meter, ToLongFunction<Line> latencyFrom) throws IOException {
        this.target = target;
        this.meter = meter;
        this.latencyFrom = latencyFrom;
        this.lines = new Lines(target, script, 1, this);
        lines.spreadOut();
    }

    void start(int number) throws IOException {
        current.add(lines.start(number));
    }

    long bytesIn() {
        return lines.bytesIn();
    }

    /** Connections that have begun and have not opened. */
    int opening() {
        return lines.opening();
    }

    /**
     * One turn of the loop, which waits at most so long, 0 for not at all.
     *
     * @return the numbers of those that have ended since the last turn
     */
    List<Integer> turn(long millis) throws IOException {
        lines.poll(millis);
        long now = System.nanoTime();
        if (now - sweptAt > LINGER_NANOS / 4) {
            sweptAt = now;
            for (Line line : current) {
                if (line.state == Line.State.CLOSING && now - line.startedAt > LINGER_NANOS && lines.drop(line)) {
                    ended.add(line);
                }
            }
        }
        List<Integer> numbers = new ArrayList<>();
        for (Line line = ended.poll(); line != null; line = ended.poll()) {
            current.remove(line);
            numbers.add(line.number);
        }
        return numbers;
    }

    /** Fails when for as long as the target's patience some were opening and none has opened. */
    void requireProgress() {
        long now = System.nanoTime();
        if (opened != seen || lines.opening() == 0) {
            seen = opened;
            seenAt = now;
        } else if (now - seenAt > target.patience().toNanos()) {
            throw new CellFailed("expected connections to open, none did for "
                    + target.patience().toSeconds() + " s");
        }
    }

    /** Gives those that are under way their time to end. */
    void finish() throws IOException {
        long end = System.nanoTime() + LINGER_NANOS;
        while (!current.isEmpty() && System.nanoTime() < end) {
            turn(20);
        }
    }

    @Override
    public void opened(Line line, long now) throws IOException {
        opened++;
        if (meter.running()) {
            meter.record(1, now - latencyFrom.applyAsLong(line));
        }
        lines.close(line);
    }

    @Override
    public void ended(Line line, long now) {
        ended.add(line);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
