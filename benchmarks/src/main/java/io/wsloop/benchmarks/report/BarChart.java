package io.wsloop.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Bars as an SVG file: a block for each group, and in it a bar for each server, as long as the median, with a thin line from the
 * least round to the most. Texts stay texts, and the white ground is the chart's, since the page around it may be dark.
 *
 * @param title above the chart, with the unit
 * @param oneScale whether bars of different groups are to be compared; else the longest bar of each group has the same length
 * @param groups one for each cell or figure
 * @param servers one bar each in every group that has a value
 * @param value the rounds of a server in a group, null where there are none
 */
record BarChart(
        String title,
        boolean oneScale,
        List<String> groups,
        List<String> servers,
        BiFunction<String, String, @Nullable Spread> value) {
    private static final int ROW = 14;
    private static final int LABELS = 150;
    private static final int BARS = 480;
    private static final int VALUES = 170;
    private static final String START = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="11">
            <rect width="100%%" height="100%%" fill="white"/>
            <text x="8" y="18" font-size="14" font-weight="bold">%s</text>
            """;
    private static final String GROUP = "<text x=\"8\" y=\"%d\" font-weight=\"bold\">%s</text>%n";
    private static final String BAR = """
            <text x="%1$d" y="%2$d" text-anchor="end">%3$s</text>
            <rect x="%4$d" y="%5$d" width="%6$.1f" height="10" fill="%7$s"/>
            <path d="M%8$.1f %9$dH%10$.1f" stroke="black"/>
            <text x="%11$.1f" y="%2$d">%12$s</text>
            """;

    /** Leaves out the groups without a bar. */
    BarChart {
        List<String> all = servers;
        BiFunction<String, String, @Nullable Spread> rounds = value;
        groups = groups.stream()
                .filter(group -> all.stream().anyMatch(server -> rounds.apply(server, group) != null))
                .toList();
    }

    boolean isEmpty() {
        return groups.isEmpty();
    }

    private double most(List<String> of) {
        return of.stream()
                .flatMap(group -> servers.stream().map(server -> value.apply(server, group)))
                .filter(Objects::nonNull)
                .mapToDouble(Spread::most)
                .max()
                .orElse(0);
    }

    void write(Path file) throws IOException {
        StringBuilder bars = new StringBuilder();
        int y = 2 * ROW;
        for (String group : groups) {
            y += ROW;
            bars.append(String.format(Locale.ROOT, GROUP, y, escaped(group)));
            double unit = BARS / Math.max(Double.MIN_NORMAL, most(oneScale ? groups : List.of(group)));
            for (String server : servers) {
                Spread spread = value.apply(server, group);
                if (spread != null) {
                    y += ROW;
                    bars.append(bar(server, spread, y, unit));
                }
            }
        }
        String start = START.formatted(LABELS + BARS + VALUES, y + ROW, escaped(title));
        Files.writeString(file, start + bars + "</svg>\n");
    }

    private static String bar(String server, Spread spread, int y, double unit) {
        return String.format(
                Locale.ROOT,
                BAR,
                LABELS - 6,
                y,
                escaped(server),
                LABELS,
                y - 9,
                spread.median() * unit,
                color(server),
                LABELS + spread.least() * unit,
                y - 4,
                LABELS + spread.most() * unit,
                LABELS + 6 + spread.most() * unit,
                Texts.spread(spread));
    }

    private static String color(String server) {
        return server.startsWith("wsloop")
                ? "#e03c00"
                : server.contains("-nio") && isBare(server) ? "#333333" : "#8aa9c9";
    }

    private static boolean isBare(String server) {
        return server.startsWith("raw-") || server.startsWith("bare-");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
