package io.wsloop.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one visit of a cell found, and where. The generator knows the cell and the figures; the runner adds the rest.
 *
 * @param run which run, or null; only rounds of one run are compared with each other
 * @param server its name, perhaps with a variant such as {@code wsloop@g1}; empty before the runner has named it
 * @param version of the server, or null
 * @param jdk that the server ran on, or null
 * @param round from 1
 * @param cell what was done, such as {@code c100-125}
 * @param figures what was measured; a figure that was not is absent
 * @param error why the cell failed, and then there are no figures; else null
 */
public record Result(
        @Nullable String run,
        String server,
        @Nullable String version,
        @Nullable String jdk,
        int round,
        String cell,
        Map<Figure, Double> figures,
        @Nullable String error) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public Result {
        Map<Figure, Double> copy = new EnumMap<>(Figure.class);
        copy.putAll(figures);
        figures = Collections.unmodifiableMap(copy);
    }

    /** Begins with a cell of which nothing is known. */
    public static Result of(String cell) {
        return new Result(null, "", null, null, 0, cell, Map.of(), null);
    }

    /** Describes a cell that ended early: what was expected and what came. */
    public static Result failed(String cell, String error) {
        return new Result(null, "", null, null, 0, cell, Map.of(), error);
    }

    /** Adds a figure, rounded to a thousandth, unless it is not a number. */
    public Result with(Figure figure, double value) {
        Map<Figure, Double> more = new LinkedHashMap<>(figures);
        if (!Double.isNaN(value)) {
            more.put(figure, Math.round(value * 1000) / 1000.0);
        }
        return new Result(run, server, version, jdk, round, cell, more, error);
    }

    /** Says where it was measured. A version is empty when the server has none. */
    public Result at(String ofRun, String ofServer, String ofVersion, String onJdk, int inRound) {
        String known = ofVersion.isEmpty() ? null : ofVersion;
        return new Result(ofRun, ofServer, known, onJdk, inRound, cell, figures, error);
    }

    /** Looks a figure up; null when it was not measured. */
    public @Nullable Double get(Figure figure) {
        if (figure != Figure.LAST_OVER_FIRST) {
            return figures.get(figure);
        }
        Double first = figures.get(Figure.FIRST_SECOND);
        Double last = figures.get(Figure.LAST_SECOND);
        return first == null || last == null || first <= 0 ? null : Double.valueOf(last / first);
    }

    /** Writes one line of a results' file, without its end. */
    public String toJson() {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("run", run);
        line.put("server", server.isEmpty() ? null : server);
        line.put("version", version);
        line.put("jdk", jdk);
        line.put("round", round > 0 ? round : null);
        line.put("cell", cell);
        line.put("unit", Cell.parse(cell).kind().unit());
        figures.forEach(
                (figure, value) -> line.put(figure.field(), figure.isWhole() ? (Object) value.longValue() : value));
        line.put("error", error);
        line.values().removeIf(value -> value == null);
        return JSON.valueToTree(line).toString();
    }

    /** Reads what {@link #toJson} wrote, by this version or another: fields that are not known are passed over. */
    public static Result of(JsonNode line) {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        for (Figure figure : Figure.values()) {
            if (line.hasNonNull(figure.field())) {
                figures.put(
                        figure,
                        checked(line, figure.field(), line.path(figure.field()).isNumber())
                                .doubleValue());
            }
        }
        return new Result(
                text(line, "run"),
                line.path("server").asText(""),
                text(line, "version"),
                text(line, "jdk"),
                checked(line, "round", !line.has("round") || line.get("round").isInt())
                        .asInt(),
                line.path("cell").asText(""),
                figures,
                text(line, "error"));
    }

    private static JsonNode checked(JsonNode line, String name, boolean good) {
        if (!good) {
            throw new IllegalArgumentException("\"" + name + "\":" + line.get(name));
        }
        return line.path(name);
    }

    private static @Nullable String text(JsonNode line, String name) {
        return line.hasNonNull(name) ? line.get(name).asText() : null;
    }

    /** Writes one line for a terminal. */
    public String shown() {
        String head = String.format(Locale.ROOT, "round %d %-14s %-15s ", round, cell, server);
        if (error != null) {
            return head + "FAILED: " + error;
        }
        StringBuilder text = new StringBuilder(head);
        figures.forEach((figure, value) -> text.append(String.format(Locale.ROOT, figure.format(), value)));
        return text.toString();
    }
}
