package io.wsloop.benchmarks.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * For how long a virtual machine's threads stood still, and what they allocated. Pauses are safepoints, since those are what a
 * message waits for, whoever asked for them, and since every collector writes them in the same words.
 *
 * @param pauses how many
 * @param longestPauseMillis the longest, from the request to the last thread's going on
 * @param pausedMillis all together
 * @param allocatedBytesPerUnit bytes allocated for each message, null when that was not to be read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Standstill(
        int pauses,
        double longestPauseMillis,
        double pausedMillis,
        @Nullable Double allocatedBytesPerUnit) {
    /** Have it written: the time of day comes first in each line, in milliseconds. */
    static final String LOG_OPTION = "-Xlog:gc*,safepoint:file=%s:timemillis";

    /** What this runner itself stops a server for, to read what its threads have allocated. */
    private static final Set<String> OWN = Set.of("PrintThreads", "FindDeadlocks");

    private static final Pattern PAUSE =
            Pattern.compile("\\[(\\d+)ms\\].*Safepoint \"([^\"]+)\",.*Total: +(\\d+) ns.*");

    /**
     * Reads the log of a virtual machine.
     *
     * @param log its lines
     * @param fromMillis the time of day from which pauses count
     * @param toMillis until when
     */
    static Standstill of(List<String> log, long fromMillis, long toMillis) {
        int pauses = 0;
        long longest = 0;
        long all = 0;
        for (String line : log) {
            Matcher pause = PAUSE.matcher(line);
            if (pause.matches()
                    && !OWN.contains(pause.group(2))
                    && within(Long.parseLong(pause.group(1)), fromMillis, toMillis)) {
                long nanos = Long.parseLong(pause.group(3));
                pauses++;
                longest = Math.max(longest, nanos);
                all += nanos;
            }
        }
        return new Standstill(pauses, millis(longest), millis(all), null);
    }

    private static boolean within(long number, long from, long to) {
        return number >= from && number <= to;
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 1e3) / 1e3;
    }

    /** The same with what was allocated meanwhile. */
    Standstill withAllocated(long bytes, long units) {
        return new Standstill(pauses, longestPauseMillis, pausedMillis, Math.round(10.0 * bytes / units) / 10.0);
    }

    String shown() {
        String text = String.format(
                Locale.ROOT, "%d pauses, longest %.2f ms, in all %.1f ms", pauses, longestPauseMillis, pausedMillis);
        return allocatedBytesPerUnit == null
                ? text
                : String.format(Locale.ROOT, "%s, %.1f B allocated a message", text, allocatedBytesPerUnit);
    }
}
