package io.wsloop.benchmarks.report;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of one cell. The median stands for them, since one disturbed round does not move it; least and most say how far to
 * trust it.
 */
record Spread(double median, double least, double most, int rounds) {
    static final String NOTHING = "–";

    /** Sums rounds up; null when there are none. */
    static @Nullable Spread of(Collection<Double> rounds) {
        if (rounds.isEmpty()) {
            return null;
        }
        double[] sorted =
                rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int last = sorted.length - 1;
        return new Spread((sorted[last / 2] + sorted[(last + 1) / 2]) / 2, sorted[0], sorted[last], sorted.length);
    }

    /** No more digits than the measurement carries: two after the point below 100, none above. */
    static String number(double number) {
        return String.format(Locale.ROOT, Math.abs(number) < 99.995 ? "%.2f" : "%,.0f", number);
    }

    static String median(@Nullable Spread spread) {
        return spread == null ? NOTHING : number(spread.median);
    }

    /** The median, and the least and the most round where there was more than one. */
    static String text(@Nullable Spread spread) {
        return spread == null || spread.rounds == 1
                ? median(spread)
                : number(spread.median) + " (" + number(spread.least) + "–" + number(spread.most) + ")";
    }
}
