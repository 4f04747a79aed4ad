package io.wsloop.benchmarks.hostile;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** A client that comes once a second and counts from before it connects until its first echo is there. */
final class Newcomers implements AutoCloseable {
    private static final long EVERY_MILLIS = 1000;
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(1);

    private final Histogram micros = new Histogram(LONGEST_MICROS, 3);
    private final Neighbourhood own;
    private int failed;

    Newcomers(int port) {
        own = Neighbourhood.of(Neighbour.NONE, port);
        own.start(this::come);
    }

    private void come() {
        long begin = System.nanoTime();
        try (Peer peer = new Peer(own.port(), 0)) {
            peer.upgraded("/echo", "").send(Peer.frame(1, new byte[16], false));
            peer.frame();
            peer.pass(16);
            long passed = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
            micros.recordValue(Math.min(LONGEST_MICROS, passed));
        } catch (IOException e) {
            failed++;
        }
        own.pause(EVERY_MILLIS);
    }

    /** Ends, and lets the client on its way arrive before. */
    @Override
    public void close() throws IOException {
        own.close();
    }

    /** How long they waited, after {@link #close}; 100 stands for the longest. */
    double millis(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1000.0;
    }

    /** How many were not served at all, after {@link #close}. */
    int failed() {
        return failed;
    }
}
