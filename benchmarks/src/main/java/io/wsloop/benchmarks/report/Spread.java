package io.wsloop.benchmarks.report;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What the rounds of one cell came to. The median stands for them, since one disturbed round does not move it; least and
 * most say how far to trust it.
 *
 * @param median the middle one, or the mean of the two in the middle
 * @param least of all rounds
 * @param most of all rounds
 * @param rounds how many there were
 */
record Spread(double median, double least, double most, int rounds) {
    /**
     * Sums rounds up.
     *
     * @param rounds a number from each
     * @return their spread, or null when there are none
     */
    static @Nullable Spread of(Collection<Double> rounds) {
        if (rounds.isEmpty()) {
            return null;
        }
        double[] sorted = rounds.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
    }
}
