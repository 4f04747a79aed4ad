package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.load.Cell;
import io.wsloop.benchmarks.load.Measurement;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Medians over the rounds: a round that the machine disturbed moves them little. */
final class Medians {
    private final List<Result> results;

    Medians(List<Result> results) {
        this.results = List.copyOf(results);
    }

    /** Server CPU microseconds a unit; empty when no round of it worked. */
    OptionalDouble serverMicros(String server, Cell cell) {
        return of(server, cell, Measurement::serverMicrosPerUnit);
    }

    /** Any figure of a measurement; empty when no round has it. */
    OptionalDouble of(String server, Cell cell, Function<Measurement, @Nullable Double> figure) {
        double[] values = results.stream()
                .filter(result -> result.visit().contestant().name().equals(server))
                .filter(result -> result.visit().cell().equals(cell))
                .map(result -> figure.apply(result.measured()))
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        if (values.length == 0) {
            return OptionalDouble.empty();
        }
        int middle = values.length / 2;
        return OptionalDouble.of(values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2);
    }

    /** How many times cheaper the second is than the first, which is 1 for its equal. */
    OptionalDouble ratio(String first, String second, Cell cell) {
        OptionalDouble a = serverMicros(first, cell);
        OptionalDouble b = serverMicros(second, cell);
        return a.isPresent() && b.isPresent() && b.getAsDouble() > 0
                ? OptionalDouble.of(a.getAsDouble() / b.getAsDouble())
                : OptionalDouble.empty();
    }
}
