package io.wsloop.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The share of the bare echo as an SVG file: a block for each cell, and in it a bar for each server, as long as the median, with
 * a thin line from the least round to the most. The page around the chart may be dark, so its ground is white.
 */
final class EchoChart {
    static final String TITLE = "Echo: CPU a message as a share of a bare Selector echo (more is better)";
    private static final int ROW = 14;
    private static final int LABELS = 150;
    private static final int BARS = 480;
    private static final int VALUES = 170;

    private EchoChart() {}

    /** The file's text; empty when no server was measured beside the bare echo. */
    static String of(Rounds rounds) {
        List<String> servers = rounds.servers().stream()
                .filter(server -> !server.equals(Rounds.RAW))
                .toList();
        double most = rounds.cells().stream()
                .flatMap(cell -> servers.stream().map(server -> rounds.shareOfRaw(server, cell)))
                .filter(Objects::nonNull)
                .mapToDouble(Spread::most)
                .max()
                .orElse(0);
        if (most == 0) {
            return "";
        }
        StringBuilder bars = new StringBuilder();
        int y = 2 * ROW;
        for (String cell : rounds.cells()) {
            if (servers.stream().allMatch(server -> rounds.shareOfRaw(server, cell) == null)) {
                continue;
            }
            y += ROW;
            bars.append("<text x=\"8\" y=\"%d\" font-weight=\"bold\">%s</text>\n".formatted(y, cell));
            for (String server : servers) {
                Spread share = rounds.shareOfRaw(server, cell);
                if (share != null) {
                    y += ROW;
                    bars.append(bar(server, share, y, BARS / most));
                }
            }
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="11">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="8" y="18" font-size="14" font-weight="bold">%s</text>
                %s</svg>
                """.formatted(LABELS + BARS + VALUES, y + ROW, TITLE, bars);
    }

    private static String bar(String server, Spread share, int y, double unit) {
        double end = LABELS + share.most() * unit;
        return String.format(
                Locale.ROOT,
                """
                <text x="144" y="%1$d" text-anchor="end">%2$s</text>
                <rect x="150" y="%3$d" width="%4$.1f" height="10" fill="%5$s"/>
                <path d="M%6$.1f %7$dH%8$.1f" stroke="black"/>
                <text x="%9$.1f" y="%1$d">%10$s</text>
                """,
                y,
                server,
                y - 9,
                share.median() * unit,
                server.startsWith("wsloop") ? "#e03c00" : "#8aa9c9",
                LABELS + share.least() * unit,
                y - 4,
                end,
                end + 6,
                Spread.text(share));
    }
}
