package io.wsloop.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Font;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jspecify.annotations.Nullable;

/** What a message costs as connections grow: cells that differ in nothing else. */
final class GrowthChart {
    private static final Pattern CELL = Pattern.compile("c(\\d+)(k?)-125");

    /** Two points are no growth. */
    private static final int LEAST_POINTS = 3;

    private GrowthChart() {}

    /** Whether a cell is there for growth alone: the bar charts leave it to this one. */
    static boolean isOnlyGrowth(String cell) {
        Integer connections = connections(cell);
        return connections != null && connections != 100 && connections != 1000;
    }

    /** The chart, or null when too few such cells were measured. */
    static @Nullable JFreeChart of(Rounds rounds, List<String> servers) {
        Set<Integer> counts = rounds.cells().stream()
                .map(GrowthChart::connections)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
        if (counts.size() < LEAST_POINTS) {
            return null;
        }
        XYIntervalSeriesCollection lines = new XYIntervalSeriesCollection();
        XYErrorRenderer renderer = new XYErrorRenderer();
        renderer.setDefaultLinesVisible(true);
        renderer.setDrawXError(false);
        for (String server : servers) {
            XYIntervalSeries line = line(rounds, server, rounds.cells());
            if (line.getItemCount() > 0) {
                renderer.setSeriesPaint(lines.getSeriesCount(), ServerColors.of(server));
                renderer.setSeriesStroke(lines.getSeriesCount(), new BasicStroke(2));
                lines.addSeries(line);
            }
        }
        LogAxis connections = Looks.logarithmic("connections, each with one message of 125 bytes on the way", 10);
        LogAxis micros = Looks.logarithmic("server CPU, µs a message (logarithmic)", 2);
        XYPlot plot = new XYPlot(lines, connections, micros, renderer);
        return Looks.apply(new JFreeChart("Growth", Font.decode("SansSerif-bold-15"), plot, true));
    }

    private static XYIntervalSeries line(Rounds rounds, String server, Collection<String> cells) {
        XYIntervalSeries line = new XYIntervalSeries(server);
        for (String cell : cells) {
            Integer x = connections(cell);
            Spread y = rounds.spread(server, cell, Figure.SERVER_MICROS);
            if (x != null && y != null) {
                line.add(x, x, x, y.median(), y.least(), y.most());
            }
        }
        return line;
    }

    private static @Nullable Integer connections(String cell) {
        Matcher match = CELL.matcher(cell);
        return match.matches()
                ? Integer.parseInt(match.group(1)) * (match.group(2).isEmpty() ? 1 : 1000)
                : null;
    }
}
