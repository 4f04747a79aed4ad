package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.load.Cell;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What a run found, for a terminal: the server's CPU time a unit, medians. */
final class Table {
    private Table() {}

    static String of(List<Result> results, List<Cell> cells, List<Contestant> contestants) {
        Medians medians = new Medians(results);
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-16s", "server CPU us"));
        for (Cell cell : cells) {
            if (cell.kind() != Cell.Kind.IDLE) {
                text.append(String.format(Locale.ROOT, " %13s", cell.name()));
            }
        }
        text.append('\n');
        for (Contestant contestant : contestants) {
            text.append(String.format(Locale.ROOT, "%-16s", contestant.name()));
            for (Cell cell : cells) {
                if (cell.kind() != Cell.Kind.IDLE) {
                    text.append(
                            String.format(Locale.ROOT, " %13s", shown(medians.serverMicros(contestant.name(), cell))));
                }
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String shown(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%,.2f", value.getAsDouble()) : "-";
    }
}
