package io.wsloop.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Connections that close as soon as they have opened; what is measured of each is the time until its 101. Without a rate, some
 * are under way at a time, and each is followed by the next. At a rate, latency counts from when a connection was due to begin.
 */
final class Connects extends Work {
    /** Connections at a rate are measured for their p99.9: three are above that of 3,000. */
    static final int LEAST_AT_A_RATE = 3000;

    /** How many are under way where there is no rate. */
    static final int AT_A_TIME = 32;

    private static final int LONGEST_WAIT_MILLIS = 20;

    /** A server that answered Close but leaves it to the client to end the stream is not waited for longer. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Set<Line> current = new LinkedHashSet<>();
    private final Deque<Line> ended = new ArrayDeque<>();
    private final Patience patience;
    private final Lines lines;
    private final Pace pace;
    private int begun;
    private long opened;
    private long sweptAt = System.nanoTime();

    Connects(Setting in) throws IOException {
        super(in);
        this.patience = new Patience(in.target().patience());
        this.lines = new Lines(in.target(), in.script(), 1, this);
        this.pace = new Pace(Math.max(1, cell.perSecond()), System.nanoTime());
    }

    @Override
    Result run() throws IOException {
        Meter meter = in.meter();
        try (lines) {
            lines.spreadOut();
            Result measured = switch (cell.kind()) {
                case PACED_CONNECT -> meter.measure(in.load(), LEAST_AT_A_RATE, lines::bytesIn, this::beginDue);
                case FIRST_CONNECTS -> meter.measureAll(cell.connections(), lines::bytesIn, this::refill);
                default -> meter.measure(in.load(), Meter.LEAST_UNITS, lines::bytesIn, this::refill);
            };
            long end = System.nanoTime() + LINGER_NANOS;
            while (!current.isEmpty() && System.nanoTime() < end) {
                turn(LONGEST_WAIT_MILLIS);
            }
            return measured;
        }
    }

    private void refill() throws IOException {
        int most = cell.kind() == Cell.Kind.FIRST_CONNECTS ? cell.connections() : Integer.MAX_VALUE;
        while (current.size() < AT_A_TIME && begun < most) {
            begin();
        }
        turn(LONGEST_WAIT_MILLIS);
    }

    private void beginDue() throws IOException {
        long now = System.nanoTime();
        while (pace.isDue(now)) {
            if (lines.opening() == cell.connections()) {
                throw new CellFailed("expected " + cell.perSecond() + " connections a second to open, but "
                        + cell.connections() + " wait for their handshake: ask for a lower rate");
            }
            begin();
            pace.take();
        }
        turn(pace.pauseMillis());
    }

    private void begin() throws IOException {
        current.add(lines.start(begun++));
    }

    /** One turn of the loop, and the end of those that have ended in it. */
    private void turn(long millis) throws IOException {
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
        current.removeAll(ended);
        ended.clear();
        if (lines.opening() == 0) {
            patience.reset(opened);
        } else if (patience.isOver(opened)) {
            Duration most = in.target().patience();
            throw new CellFailed("expected connections to open, none did for " + most.toSeconds() + " s");
        }
    }

    @Override
    void opened(Line line, long now) throws IOException {
        opened++;
        long from = cell.kind() == Cell.Kind.PACED_CONNECT ? pace.due(line.number) : line.startedAt;
        in.meter().record(1, now - from);
        lines.close(line);
    }

    @Override
    void ended(Line line, long now) {
        ended.add(line);
    }
}
