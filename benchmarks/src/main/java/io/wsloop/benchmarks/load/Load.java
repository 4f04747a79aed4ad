package io.wsloop.benchmarks.load;

import java.io.IOException;
import java.time.Duration;

/**
 * One visit of a cell, from the first connection to the last.
 *
 * @param cell the cell's name
 * @param port where the server listens, on 127.0.0.1
 * @param pid the server's process, for its CPU time and memory; 0 for none
 * @param raw whether the server is a bare TCP echo
 * @param warmUpSeconds unmeasured seconds before
 * @param seconds measured seconds; slow servers and connections at a rate get up to five times as many, for enough to be counted
 * @param patienceSeconds how long nothing may come before the cell has failed
 */
public record Load(
        String cell, int port, long pid, boolean raw, double warmUpSeconds, double seconds, double patienceSeconds) {
    private static final int MOST_STRETCH = 5;
    private static final int SEED = 20_261_125;

    /** Runs it on the calling thread. */
    public Result run() {
        Cell parsed = Cell.parse(cell);
        if (raw && parsed.kind() != Cell.Kind.ECHO && parsed.kind() != Cell.Kind.OPEN_LOOP || raw && parsed.deflate()) {
            throw new IllegalArgumentException("a bare TCP echo has no answer to the cell " + cell);
        }
        String path = parsed.fanOut() ? "/fanout" : "/echo";
        Target target =
                new Target(port, pid, path, raw, parsed.deflate(), Duration.ofNanos((long) (patienceSeconds * 1e9)));
        Meter meter = new Meter(cell, new ServerProbe(pid));
        Work.Setting setting = new Work.Setting(this, parsed, target, Script.of(parsed, raw, SEED), meter);
        try {
            return work(setting).run();
        } catch (CellFailed e) {
            return Result.failed(cell, String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            return Result.failed(cell, "expected no error, got " + e);
        }
    }

    private static Work work(Work.Setting setting) throws IOException {
        return switch (setting.cell().kind()) {
            case ECHO -> new ClosedLoop(setting);
            case OPEN_LOOP -> new OpenLoop(setting);
            case FAN_OUT, PACED_FAN_OUT -> new Broadcast(setting);
            case CONNECT, PACED_CONNECT, FIRST_CONNECTS -> new Connects(setting);
            case IDLE -> new IdleConnections(setting);
        };
    }

    long warmUpNanos() {
        return (long) (warmUpSeconds * 1e9);
    }

    long nanos() {
        return (long) (seconds * 1e9);
    }

    /** Whether a measurement has to go on that has lasted so long. */
    boolean goesOn(long nanos, boolean hasEnough) {
        double passed = nanos / 1e9;
        return passed < seconds || !hasEnough && passed < MOST_STRETCH * seconds;
    }
}
