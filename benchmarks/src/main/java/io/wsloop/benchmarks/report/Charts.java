package io.wsloop.benchmarks.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jfree.chart.JFreeChart;

/** The charts of a report. */
final class Charts {
    private static final int HEIGHT = 420;
    private static final int GROWTH_WIDTH = 800;
    private static final Map<String, Figure> IDLE = Map.of(" live heap", Figure.HEAP_BYTES, " RSS", Figure.RSS_BYTES);

    private final Rounds rounds;
    private final List<String> servers;
    private final List<String> peers;

    private Charts(Rounds rounds) {
        this.rounds = rounds;
        this.servers = List.copyOf(rounds.servers());
        this.peers = servers.stream()
                .filter(Predicate.not(server -> server.startsWith(Rounds.RAW)))
                .toList();
    }

    /**
     * Writes those charts that there is something to draw for.
     *
     * @return the file's name of each, by its title
     */
    static Map<String, String> write(Rounds rounds, Path folder) throws IOException {
        return new Charts(rounds).write(folder);
    }

    private Map<String, String> write(Path folder) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        bars(echo(), "echo.svg", folder, files);
        bars(other(), "broadcast-connect-deflate.svg", folder, files);
        bars(idle(), "idle.svg", folder, files);
        JFreeChart growth = GrowthChart.of(rounds, servers);
        if (growth != null) {
            Svg.write(growth, GROWTH_WIDTH, HEIGHT, folder.resolve("growth.svg"));
            files.put("Growth: server CPU a message by connections", "growth.svg");
        }
        return files;
    }

    private static void bars(BarChart chart, String file, Path folder, Map<String, String> files) throws IOException {
        if (!chart.isEmpty()) {
            Svg.write(chart.draw(), chart.width(), HEIGHT, folder.resolve(file));
            files.put(chart.title(), file);
        }
    }

    private BarChart echo() {
        List<String> cells = CellGroup.ECHO.of(rounds.cells()).stream()
                .filter(Predicate.not(GrowthChart::isOnlyGrowth))
                .toList();
        return new BarChart(
                "Echo: CPU a message, as a share of a bare Selector echo (more is better)",
                "raw-nio's CPU time ÷ the server's",
                false,
                cells,
                peers,
                rounds::shareOfRaw);
    }

    private BarChart other() {
        return new BarChart(
                "Broadcast, connections, compression: CPU a unit (less is better)",
                "server CPU, µs (logarithmic)",
                true,
                CellGroup.OTHER.of(rounds.cells()),
                servers,
                (server, cell) -> rounds.spread(server, cell, Figure.SERVER_MICROS));
    }

    private BarChart idle() {
        List<String> groups = new ArrayList<>();
        for (String cell : CellGroup.IDLE.of(rounds.cells())) {
            groups.add(cell + " live heap");
            groups.add(cell + " RSS");
        }
        return new BarChart(
                "Idle connections: bytes each (less is better)",
                "bytes a connection",
                false,
                groups,
                servers,
                (server, group) -> {
                    int end = group.indexOf(' ');
                    Figure figure = IDLE.getOrDefault(group.substring(end), Figure.HEAP_BYTES);
                    return rounds.spread(server, group.substring(0, end), figure);
                });
    }
}
