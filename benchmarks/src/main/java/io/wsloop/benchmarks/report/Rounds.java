package io.wsloop.benchmarks.report;

import io.wsloop.benchmarks.load.Figure;
import io.wsloop.benchmarks.load.Result;
import java.util.ArrayList;
import java.util.Comparator;
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

    private static final List<String> KNOWN =
            List.of(("wsloop wsloop-takeover raw-nio bare-nio netty-nio netty-epoll vertx"
                            + " vertx-epoll undertow jetty java-websocket tomcat helidon")
                    .split(" ", -1));

    /** The order of servers in every table and chart. A variant follows its server; one that is not known here comes last. */
    static final Comparator<String> ORDER = Comparator.<String>comparingInt(
                    server -> Math.floorMod(KNOWN.indexOf(server.split("@", 2)[0]), KNOWN.size() + 1))
            .thenComparing(Comparator.naturalOrder());

    private final List<Result> results;

    Rounds(List<Result> results) {
        this.results = List.copyOf(results);
    }

    /** Every server that appears, in the order in which they are shown. */
    Set<String> servers() {
        Set<String> servers = new TreeSet<>(ORDER);
        results.forEach(result -> servers.add(result.server()));
        return servers;
    }

    /** All but the bare ones, and this library with whatever settings. */
    List<String> peers() {
        return servers().stream()
                .filter(server -> !server.matches("(raw-nio|bare-nio|wsloop).*|.*@.*"))
                .toList();
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
        return Spread.of(byRound(new Place(server, cell), figure).values());
    }

    /**
     * How often one figure goes into another, by round: a disturbed minute weighs on both alike, so that ratios of one round
     * hold where values do not. Null when there is no round that both have.
     */
    @Nullable
    Spread ratio(Place above, Place below, Figure figure) {
        Map<Round, Double> divisors = byRound(below, figure);
        List<Double> ratios = new ArrayList<>();
        byRound(above, figure).forEach((round, number) -> {
            Double divisor = divisors.get(round);
            if (divisor != null && divisor > 0) {
                ratios.add(number / divisor);
            }
        });
        return Spread.of(ratios);
    }

    /** What share of its CPU time a server would need if it were the bare Selector echo: 1 is as cheap as that. */
    @Nullable
    Spread shareOfRaw(String server, String cell) {
        return ratio(new Place(RAW, cell), new Place(server, cell), Figure.SERVER_MICROS);
    }

    /** What was measured a second time in a round replaces the first. */
    private Map<Round, Double> byRound(Place at, Figure figure) {
        Map<Round, Double> numbers = new LinkedHashMap<>();
        for (Result result : results) {
            Double number = result.get(figure);
            if (number != null && result.error() == null && at.equals(new Place(result.server(), result.cell()))) {
                numbers.put(new Round(result.run(), result.round()), number);
            }
        }
        return numbers;
    }

    private record Round(@Nullable String run, int number) {}
}
