package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.load.Figure;
import io.wsloop.benchmarks.load.Result;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * For how long a virtual machine's threads stood still. Pauses are safepoints, since a message waits for these, whatever asked
 * for them, and every collector writes them in the same words.
 *
 * @param pauses how many
 * @param longestPauseMillis the longest, from the request until the last thread goes on
 * @param pausedMillis all together
 */
record Standstill(int pauses, double longestPauseMillis, double pausedMillis) {
    /** Have it written: the time of day comes first in each line, in milliseconds. */
    static final String LOG_OPTION = "-Xlog:gc*,safepoint:file=%s:timemillis";

    /** What this runner itself stops a server for, to read what its threads have allocated. */
    private static final Set<String> OWN = Set.of("PrintThreads", "FindDeadlocks");

    private static final Pattern PAUSE =
            Pattern.compile("\\[(\\d+)ms\\].*Safepoint \"([^\"]+)\",.*Total: +(\\d+) ns.*");

    /** Reads the log of a virtual machine. */
    static Standstill of(List<String> log, long fromMillis, long toMillis) {
        LongSummaryStatistics pauses = log.stream()
                .map(PAUSE::matcher)
                .filter(pause -> pause.matches()
                        && !OWN.contains(pause.group(2))
                        && within(Long.parseLong(pause.group(1)), fromMillis, toMillis))
                .mapToLong(pause -> Long.parseLong(pause.group(3)))
                .summaryStatistics();
        return new Standstill((int) pauses.getCount(), millis(Math.max(0, pauses.getMax())), millis(pauses.getSum()));
    }

    private static boolean within(long number, long from, long to) {
        return number >= from && number <= to;
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 1e3) / 1e3;
    }

    /** The result of the visit in which it stood still, with these figures. */
    Result on(Result result) {
        return result.with(Figure.PAUSES, pauses)
                .with(Figure.LONGEST_PAUSE, longestPauseMillis)
                .with(Figure.PAUSED, pausedMillis);
    }
}
