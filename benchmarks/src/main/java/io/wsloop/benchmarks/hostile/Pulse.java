package io.wsloop.benchmarks.hostile;

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
public final class Pulse {
    private static final int TEXT_BYTES = 16;
    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(1);

    private final Histogram micros = new Histogram(LONGEST_MICROS, 3);
    private final Peer peer;
    private final long messages;
    private final long begin = System.nanoTime();
    private volatile @Nullable String error;

    private Pulse(Peer peer, long messages) {
        this.peer = peer;
        this.messages = messages;
    }

    /**
     * Sends and receives, and returns when the last echo is there.
     *
     * @param port of the server
     * @param seconds how long it sends
     * @return what was measured
     * @throws IOException when there is no connection
     * @throws InterruptedException when the calling thread is interrupted
     */
    public static Pulse run(int port, double seconds) throws IOException, InterruptedException {
        try (Peer peer = new Peer(port, 0)) {
            peer.upgraded("/echo", "");
            Pulse pulse = new Pulse(peer, (long) (seconds * 1e9) / BETWEEN_NANOS);
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
            long due = begin + n * BETWEEN_NANOS;
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
                long passed = System.nanoTime() - begin - n * BETWEEN_NANOS;
                micros.recordValue(Math.min(LONGEST_MICROS, TimeUnit.NANOSECONDS.toMicros(passed)));
            }
        } catch (IOException e) {
            error = e.toString();
        }
    }

    /**
     * How long echoes took.
     *
     * @param percentile 50 for the median, 100 for the longest
     * @return milliseconds
     */
    public double millis(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1000.0;
    }

    /**
     * What ended it early.
     *
     * @return null when nothing did
     */
    public @Nullable String error() {
        return error;
    }
}
