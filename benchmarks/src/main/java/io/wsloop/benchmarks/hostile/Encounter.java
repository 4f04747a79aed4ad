package io.wsloop.benchmarks.hostile;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How an honest client and newcomers fare on a loop beside a neighbour.
 *
 * @param shown a line or more for a table
 * @param kept whether they had what they should
 */
public record Encounter(String shown, boolean kept) {
    private static final double MOST_P99_MILLIS = 100;
    private static final double MOST_NEWCOMER_MILLIS = 1000;

    /** {@return the line above all} */
    public static String header() {
        return String.format(
                Locale.ROOT,
                "%-58s %28s %22s %9s %6s",
                "",
                "echo p50, p99, max ms",
                "newcomer p50, max ms",
                "waited",
                "load");
    }

    /** Measures on the calling thread. */
    public static Encounter beside(Neighbour neighbour, int port, long pid, double warmUpSeconds, double seconds)
            throws IOException, InterruptedException {
        Pulse.run(port, warmUpSeconds);
        long waited = waitedNanos(pid);
        Pulse echoes;
        String did;
        Newcomers newcomers = new Newcomers(port);
        try (newcomers;
                Neighbourhood neighbourhood = Neighbourhood.of(neighbour, port)) {
            echoes = Pulse.run(port, seconds);
            did = neighbourhood.shown();
        }
        double waitedShare = (waitedNanos(pid) - waited) / 1e9 / seconds;
        boolean kept = echoes.error() == null
                && echoes.millis(99) < MOST_P99_MILLIS
                && newcomers.failed() == 0
                && newcomers.millis(100) < MOST_NEWCOMER_MILLIS;
        String figures = String.format(
                Locale.ROOT,
                "%-58s %8.2f %9.2f %9.2f %11.1f %10.1f %7.0f %% %6.1f %s%n    ",
                neighbour.shown(),
                echoes.millis(50),
                echoes.millis(99),
                echoes.millis(100),
                newcomers.millis(50),
                newcomers.millis(100),
                100 * waitedShare,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                kept ? "" : "MISSED");
        String failed = newcomers.failed() == 0 ? "" : "; newcomers not served: " + newcomers.failed();
        String error = echoes.error() == null ? "" : "; echoes: " + echoes.error();
        return new Encounter(figures + did + failed + error, kept);
    }

    /** How long the server's threads were ready to run while others had the CPU, since each began. */
    private static long waitedNanos(long pid) throws IOException {
        long nanos = 0;
        Path threads = Path.of("/proc", Long.toString(pid), "task");
        if (Files.isDirectory(threads)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
                for (Path thread : all) {
                    String stat = Files.readString(thread.resolve("schedstat"));
                    nanos += Long.parseLong(stat.split(" ", -1)[1]);
                }
            }
        }
        return nanos;
    }
}
