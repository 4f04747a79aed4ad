package io.wsloop.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** Counts units and latencies between two readings of both processes' CPU time. */
final class Meter {
    /** One turn of the generator's loop. */
    interface Turn {
        void make() throws IOException;
    }

    /** Fewer make no percentile and no rate. */
    static final int LEAST_UNITS = 50;

    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final OperatingSystemMXBean SELF = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final String cell;
    private final ServerProbe server;
    private final Histogram latencies = new Histogram(LONGEST_NANOS, 3);
    private boolean running;
    private long units;
    private long startedAt;
    private long selfAtStart;
    private double serverAtStart;
    private long bytesAtStart;

    Meter(String cell, ServerProbe server) {
        this.cell = cell;
        this.server = server;
    }

    boolean running() {
        return running;
    }

    /** When measuring began. */
    long startedAt() {
        return startedAt;
    }

    /** Warms up and measures; a slow server is measured for longer, until there are units enough. */
    Result measure(Load load, int least, LongSupplier bytesIn, Turn turn) throws IOException {
        long warmAt = System.nanoTime() + load.warmUpNanos();
        while (System.nanoTime() - warmAt < 0) {
            turn.make();
        }
        start(bytesIn.getAsLong());
        while (load.goesOn(System.nanoTime() - startedAt, units >= least)) {
            turn.make();
        }
        return stop(bytesIn.getAsLong());
    }

    /** Measures from the first unit to the last of a given number, without a warm-up. */
    Result measureAll(int number, LongSupplier bytesIn, Turn turn) throws IOException {
        start(bytesIn.getAsLong());
        while (units < number) {
            turn.make();
        }
        return stop(bytesIn.getAsLong());
    }

    private void start(long bytesIn) {
        bytesAtStart = bytesIn;
        serverAtStart = server.cpuNanos();
        selfAtStart = SELF.getProcessCpuTime();
        startedAt = System.nanoTime();
        running = true;
    }

    /** Counts units, unless the warm-up still lasts. */
    void record(int count, long nanos) {
        if (running) {
            units += count;
            latencies.recordValueWithCount(Math.max(0, Math.min(nanos, LONGEST_NANOS)), count);
        }
    }

    /** Records the newest replies of a line; messages sent together are recorded together. */
    void record(Line line, int messages, long now) {
        long from = line.replies().count() - messages;
        long stamp = line.stamp(from);
        int same = 1;
        for (int i = 1; i < messages; i++) {
            long next = line.stamp(from + i);
            if (next == stamp) {
                same++;
            } else {
                record(same, now - stamp);
                stamp = next;
                same = 1;
            }
        }
        record(same, now - stamp);
    }

    private Result stop(long bytesIn) {
        long nanos = System.nanoTime() - startedAt;
        long self = SELF.getProcessCpuTime() - selfAtStart;
        double serverNow = server.cpuNanos();
        running = false;
        double seconds = nanos / 1e9;
        Result result = Result.of(cell)
                .with(Figure.UNITS, units)
                .with(Figure.SECONDS, seconds)
                .with(Figure.RATE, units / seconds)
                .with(Figure.GENERATOR_CPUS, (double) self / nanos);
        if (units == 0) {
            return result;
        }
        return result.with(Figure.SERVER_MICROS, (serverNow - serverAtStart) / 1e3 / units)
                .with(Figure.P50, latencies.getValueAtPercentile(50) / 1e3)
                .with(Figure.P99, latencies.getValueAtPercentile(99) / 1e3)
                .with(Figure.P999, latencies.getValueAtPercentile(99.9) / 1e3)
                .with(Figure.MAX, latencies.getMaxValue() / 1e3)
                .with(Figure.REPLY_BYTES, (double) (bytesIn - bytesAtStart) / units);
    }
}
