package io.wsloop.benchmarks.run;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** How far a run is and how long it still takes: what is left of the plan, stretched as what is done was. */
final class Progress {
    private static final int FIRST_WORDS_SECONDS = 20;

    private final PrintStream console;
    private final LongSupplier nanoTime;
    private final long startedAt;
    private double planned;
    private double done;

    Progress(PrintStream console, LongSupplier nanoTime) {
        this.console = console;
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
    }

    void expect(double seconds) {
        planned += seconds;
    }

    void done(double plannedSeconds) {
        done += plannedSeconds;
    }

    void say(String line) {
        console.printf(Locale.ROOT, "[%s left] %s%n", clock(left()), line);
    }

    private double left() {
        double elapsed = (nanoTime.getAsLong() - startedAt) / 1e9;
        // The first steps say little about the others.
        double stretch = elapsed < FIRST_WORDS_SECONDS || done == 0 ? 1 : elapsed / done;
        return Math.max(0, planned - done) * stretch;
    }

    private static String clock(double seconds) {
        long whole = Math.round(seconds);
        return String.format(Locale.ROOT, "%2d:%02d", whole / 60, whole % 60);
    }
}
