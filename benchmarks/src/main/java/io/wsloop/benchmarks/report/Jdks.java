package io.wsloop.benchmarks.report;

import io.wsloop.benchmarks.load.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Results told apart by the JDK that the servers ran on, for figures under two of them are no rounds of one thing.
 *
 * @param newest of the newest JDK, and those that do not say which it was
 * @param others of each other feature release, from the newer to the older
 */
record Jdks(Rounds newest, SortedMap<Integer, Rounds> others) {
    private static final Pattern FEATURE = Pattern.compile("\\d{1,9}");
    private static final int UNKNOWN = 0;

    Jdks {
        others = Collections.unmodifiableSortedMap(others);
    }

    static Jdks of(List<Result> results) {
        int newest = results.stream().mapToInt(Jdks::feature).max().orElse(UNKNOWN);
        List<Result> ofNewest = new ArrayList<>();
        SortedMap<Integer, List<Result>> ofOthers = new TreeMap<>(Collections.reverseOrder());
        for (Result result : results) {
            int feature = feature(result);
            if (feature == newest || feature == UNKNOWN) {
                ofNewest.add(result);
            } else {
                ofOthers.computeIfAbsent(feature, any -> new ArrayList<>()).add(result);
            }
        }
        SortedMap<Integer, Rounds> others = new TreeMap<>(Collections.reverseOrder());
        ofOthers.forEach((feature, own) -> others.put(feature, new Rounds(own)));
        return new Jdks(new Rounds(ofNewest), others);
    }

    private static int feature(Result result) {
        Matcher digits = FEATURE.matcher(result.jdk() == null ? "" : result.jdk());
        return digits.lookingAt() ? Integer.parseInt(digits.group()) : UNKNOWN;
    }
}
