package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.load.Cell;
import io.wsloop.benchmarks.report.Marks;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Whether wsloop missed a mark by far. What a shared machine adds or takes is not far. */
final class Verdict {
    static final String PEER = "netty-nio";

    /** The share of a mark below which something is broken rather than disturbed. */
    private static final double FAR = 0.55;

    private final List<Result> results;
    private final Medians medians;

    Verdict(List<Result> results) {
        this.results = List.copyOf(results);
        this.medians = new Medians(results);
    }

    boolean passes(Cell cell) {
        if (failures(cell).findAny().isPresent()) {
            return false;
        }
        OptionalDouble share = share(cell);
        if (share.isEmpty() || share.getAsDouble() < floor(cell)) {
            return false;
        }
        OptionalDouble overPeer = overPeer(cell);
        return cell.inflight() == 1 || overPeer.isPresent() && overPeer.getAsDouble() >= 1;
    }

    /** Every cell with what was reached, what would fail, and what is aimed at. */
    String table(List<Cell> cells) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-14s %16s %8s %8s   %18s %8s%n",
                "server CPU",
                "raw-nio/wsloop",
                "floor",
                "mark",
                "netty-nio/wsloop",
                "floor"));
        for (Cell cell : cells) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-14s %16s %8.2f %8.2f   %18s %8s  %s%n",
                    cell.name(),
                    shown(share(cell)),
                    floor(cell),
                    mark(cell),
                    shown(overPeer(cell)),
                    cell.inflight() > 1 ? "1.00" : "-",
                    passes(cell) ? "ok" : "MISSED BY FAR"));
            failures(cell).forEach(error -> text.append("    ").append(error).append('\n'));
        }
        return text.toString();
    }

    private Stream<String> failures(Cell cell) {
        return results.stream()
                .filter(result ->
                        result.visit().cell().equals(cell) && result.measured().error() != null)
                .map(result -> result.visit().contestant().name() + ": "
                        + result.measured().error());
    }

    private OptionalDouble share(Cell cell) {
        return medians.ratio(Contestants.MARK, Contestants.OURS, cell);
    }

    private OptionalDouble overPeer(Cell cell) {
        return medians.ratio(PEER, Contestants.OURS, cell);
    }

    private static double floor(Cell cell) {
        return FAR * mark(cell);
    }

    private static double mark(Cell cell) {
        return Marks.shareOfRaw(cell.name()).orElse(0);
    }

    private static String shown(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.2f", value.getAsDouble()) : "-";
    }
}
