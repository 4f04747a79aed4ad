package io.wsloop.benchmarks.report;

import io.wsloop.benchmarks.load.Figure;
import io.wsloop.benchmarks.load.Result;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The results of a run, asked by server and cell. */
final class Rounds {
    /** The bare Selector echo that stands for what the machine allows. */
    static final String RAW = "raw-nio";

    private final List<Result> results;

    Rounds(List<Result> results) {
        this.results = List.copyOf(results);
    }

    /** Every server that appears, in the order in which they are shown. */
    Set<String> servers() {
        Set<String> servers = new TreeSet<>(ServerOrder.COMPARATOR);
        results.forEach(result -> servers.add(result.server()));
        return servers;
    }

    /** Every cell that appears, as it first appears. */
    Set<String> cells() {
        Set<String> cells = new LinkedHashSet<>();
        results.forEach(result -> cells.add(result.cell()));
        return cells;
    }

    /** What failed, in order. */
    List<Result> failures() {
        return results.stream().filter(result -> result.error() != null).toList();
    }

    /** Every result, in order. */
    List<Result> all() {
        return results;
    }

    /** The rounds of a server in a cell, or null when none has the figure. */
    @Nullable
    Spread spread(String server, String cell, Figure figure) {
        return Spread.of(byRound(server, cell, figure).values());
    }

    /**
     * How often a server's figure goes into another's, by round: a disturbed minute weighs on both alike, so that ratios
     * of one round hold where values do not.
     *
     * @param other what stands above the line
     * @param server what stands below it
     * @return the spread of the rounds that both have, or null when there are none
     */
    @Nullable
    Spread ratio(String other, String server, String cell, Figure figure) {
        return Spread.of(ratios(new Place(other, cell), new Place(server, cell), figure));
    }

    /** The same of any two places, one ratio for each round that both have, in order. */
    List<Double> ratios(Place above, Place below, Figure figure) {
        Map<Round, Double> divisors = byRound(below.server(), below.cell(), figure);
        List<Double> ratios = new ArrayList<>();
        byRound(above.server(), above.cell(), figure).forEach((round, number) -> {
            Double divisor = divisors.get(round);
            if (divisor != null && divisor > 0) {
                ratios.add(number / divisor);
            }
        });
        return ratios;
    }

    /** What share of its CPU time a server would need if it were the bare Selector echo: 1 is as cheap as that. */
    @Nullable
    Spread shareOfRaw(String server, String cell) {
        return ratio(rawBeside(server), server, cell, Figure.SERVER_MICROS);
    }

    /** The bare echo of the same variant, such as another JDK, where the run has it. */
    private String rawBeside(String server) {
        int at = server.indexOf('@');
        String variant = at < 0 ? RAW : RAW + server.substring(at);
        return servers().contains(variant) ? variant : RAW;
    }

    private Map<Round, Double> byRound(String server, String cell, Figure figure) {
        Map<Round, Collection<Double>> all = new LinkedHashMap<>();
        for (Result result : results) {
            Double number = result.get(figure);
            if (number != null
                    && result.error() == null
                    && result.server().equals(server)
                    && result.cell().equals(cell)) {
                all.computeIfAbsent(new Round(result.run(), result.round()), round -> new ArrayList<>())
                        .add(number);
            }
        }
        Map<Round, Double> one = new LinkedHashMap<>();
        all.forEach((round, numbers) -> {
            Spread measuredAgain = Spread.of(numbers);
            if (measuredAgain != null) {
                one.put(round, measuredAgain.median());
            }
        });
        return one;
    }

    private record Round(@Nullable String run, int number) {}
}
