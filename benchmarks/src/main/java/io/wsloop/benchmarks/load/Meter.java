package io.wsloop.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Counts units and latencies between two readings of both processes' CPU time. */
final class Meter {
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final OperatingSystemMXBean SELF = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final ServerProbe server;
    private final Histogram latencies = new Histogram(LONGEST_NANOS, 3);
    private boolean running;
    private long units;
    private long startedAt;
    private long selfAtStart;
    private OptionalLong serverAtStart = OptionalLong.empty();
    private long bytesAtStart;

    Meter(ServerProbe server) {
        this.server = server;
    }

    boolean running() {
        return running;
    }

    long units() {
        return units;
    }

    /** Starts the clock; what was received before does not count. */
    void start(long bytesIn) {
        bytesAtStart = bytesIn;
        serverAtStart = server.cpuNanos();
        selfAtStart = SELF.getProcessCpuTime();
        startedAt = System.nanoTime();
        running = true;
    }

    void record(int count, long nanos) {
        units += count;
        latencies.recordValueWithCount(Math.max(0, Math.min(nanos, LONGEST_NANOS)), count);
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

    Measurement stop(long bytesIn) {
        long nanos = System.nanoTime() - startedAt;
        long self = SELF.getProcessCpuTime() - selfAtStart;
        OptionalLong serverNow = server.cpuNanos();
        running = false;
        double seconds = nanos / 1e9;
        Double serverMicros = serverNow.isPresent() && serverAtStart.isPresent() && units > 0
                ? rounded((serverNow.getAsLong() - serverAtStart.getAsLong()) / 1e3 / units)
                : null;
        return new Measurement(
                units,
                rounded(seconds),
                rounded(units / seconds),
                serverMicros,
                rounded((double) self / nanos),
                micros(latencies.getValueAtPercentile(50)),
                micros(latencies.getValueAtPercentile(99)),
                micros(latencies.getValueAtPercentile(99.9)),
                micros(latencies.getMaxValue()),
                units == 0 ? null : rounded((double) (bytesIn - bytesAtStart) / units),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private @Nullable Double micros(long nanos) {
        return units == 0 ? null : rounded(nanos / 1e3);
    }

    static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
