package io.wsloop.benchmarks.hostile;

import io.wsloop.benchmarks.load.Pace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The honest client: a text of 16 bytes every 5 ms, whatever the server does, and its echo. Latency counts from when a
 * message was due. It sleeps in between, where the load generator would spin and take a CPU from the server.
 */
final class Pulse {
    private static final int TEXT_BYTES = 16;
    private static final int PER_SECOND = 200;
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(1);

    private final Histogram micros = new Histogram(LONGEST_MICROS, 3);
    private final Peer peer;
    private final long messages;
    private final Pace pace = new Pace(PER_SECOND, System.nanoTime());
    private volatile @Nullable String error;

    private Pulse(Peer peer, long messages) {
        this.peer = peer;
        this.messages = messages;
    }

    /** Sends for some seconds and receives; returns when the last echo is there. */
    static Pulse run(int port, double seconds) throws IOException, InterruptedException {
        try (Peer peer = new Peer(port, 0)) {
            peer.upgraded("/echo", "");
            Pulse pulse = new Pulse(peer, (long) (seconds * PER_SECOND));
            Thread reader = new Thread(pulse::receive, "pulse");
            reader.start();
            pulse.send();
            reader.join();
            return pulse;
        }
    }

    private static String text(long number) {
        return String.format(Locale.ROOT, "%0" + TEXT_BYTES + "d", number);
    }

    private void send() throws IOException {
        for (long n = 0; n < messages && error == null; n++) {
            long due = pace.due(n);
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            peer.send(Peer.frame(1, text(n).getBytes(StandardCharsets.US_ASCII), false));
        }
    }

    private void receive() {
        try {
            for (long n = 0; n < messages; n++) {
                peer.frame();
                String got = new String(peer.in().readNBytes(TEXT_BYTES), StandardCharsets.US_ASCII);
                if (!got.equals(text(n))) {
                    throw new IOException("expected the echo " + text(n) + ", came " + got);
                }
                long passed = System.nanoTime() - pace.due(n);
                micros.recordValue(Math.min(LONGEST_MICROS, TimeUnit.NANOSECONDS.toMicros(passed)));
            }
        } catch (IOException e) {
            error = e.toString();
        }
    }

    /** How long echoes took; 100 stands for the longest. */
    double millis(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1000.0;
    }

    /** What ended it early; null when nothing did. */
    @Nullable
    String error() {
        return error;
    }
}
