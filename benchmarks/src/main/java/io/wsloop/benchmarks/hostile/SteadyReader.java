package io.wsloop.benchmarks.hostile;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A peer on a slow line reads 12 MiB and the close frame behind them at a steady rate, without a pause. */
public final class SteadyReader {
    private static final int STEP = 5000;
    private static final int BUFFER = 64 << 10;
    private static final int CLOSE = 0x88;
    private static final int LARGE_HEAD = 10;

    private SteadyReader() {}

    /** Reads until the close frame, on the calling thread. */
    public static String read(int port, int bytesPerSecond, boolean stop) throws IOException {
        long begin = System.nanoTime();
        try (Peer peer = new Peer(port, BUFFER)) {
            peer.upgraded(stop ? "/large" : "/large-then-close", "");
            peer.pass(LARGE_HEAD);
            if (stop) {
                Peer.get(port, "/stop");
            }
            for (long got = 0; got < VisitedServer.LARGE_BYTES; ) {
                int now = (int) Math.min(STEP, VisitedServer.LARGE_BYTES - got);
                try {
                    peer.pass(now);
                } catch (IOException e) {
                    throw new IOException("after " + got + " bytes in " + seconds(begin) + " s: " + e, e);
                }
                got += now;
                LockSupport.parkNanos(begin + TimeUnit.SECONDS.toNanos(1) * got / bytesPerSecond - System.nanoTime());
            }
            int head = peer.frame();
            while (head >> 8 != CLOSE) { // a ping may stand before it
                peer.pass(head & 0x7F);
                head = peer.frame();
            }
            int code = peer.in().read() << 8 | peer.in().read();
            peer.send(Peer.frame(8, new byte[] {(byte) (code >> 8), (byte) code}, false));
            return String.format(
                    Locale.ROOT, "%,d bytes and close %d in %s s", VisitedServer.LARGE_BYTES, code, seconds(begin));
        }
    }

    private static long seconds(long begin) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
    }
}
