package io.wsloop.benchmarks.report;

import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jspecify.annotations.Nullable;

/**
 * Groups of bars, one bar a server: the median, with a line from the least round to the most.
 *
 * @param title above the chart
 * @param axis what the height is, with its unit
 * @param logarithmic whether equal ratios have equal heights, for figures of different orders
 * @param groups one for each cell or figure
 * @param servers one bar each in every group
 * @param value the rounds of a server in a group, null where there are none
 */
record BarChart(
        String title,
        String axis,
        boolean logarithmic,
        List<String> groups,
        List<String> servers,
        BiFunction<String, String, @Nullable Spread> value) {
    private static final int BAR = 11;
    private static final int MARGIN = 140;
    private static final int LEAST_WIDTH = 560;

    /** Leaves out the servers that have no bar in it. */
    BarChart {
        List<String> all = groups;
        BiFunction<String, String, @Nullable Spread> rounds = value;
        servers = servers.stream()
                .filter(server -> all.stream().anyMatch(group -> rounds.apply(server, group) != null))
                .toList();
    }

    /** As much as its bars need. */
    int width() {
        return Math.max(LEAST_WIDTH, MARGIN + groups.size() * (servers.size() + 2) * BAR);
    }

    boolean isEmpty() {
        return servers.isEmpty();
    }

    JFreeChart draw() {
        DefaultCategoryDataset medians = new DefaultCategoryDataset();
        List<List<@Nullable Spread>> rows = new ArrayList<>();
        double most = 1;
        for (String server : servers) {
            List<@Nullable Spread> row = new ArrayList<>();
            for (String group : groups) {
                Spread spread = value.apply(server, group);
                row.add(spread);
                medians.addValue(spread == null ? null : Double.valueOf(spread.median()), server, group);
                most = spread == null ? most : Math.max(most, spread.most());
            }
            rows.add(row);
        }
        WhiskerBars bars = new WhiskerBars(rows, logarithmic);
        for (int i = 0; i < servers.size(); i++) {
            bars.setSeriesPaint(i, ServerColors.of(servers.get(i)));
        }
        CategoryAxis groupAxis = new CategoryAxis();
        groupAxis.setCategoryMargin(0.15);
        ValueAxis valueAxis = logarithmic ? Looks.logarithmic(axis, 2) : new NumberAxis(axis);
        valueAxis.setRange(logarithmic ? WhiskerBars.LOGARITHMIC_BASE : 0, most * 1.05);
        CategoryPlot plot = new CategoryPlot(medians, groupAxis, valueAxis, bars);
        return Looks.apply(new JFreeChart(title, Font.decode("SansSerif-bold-15"), plot, true));
    }
}
