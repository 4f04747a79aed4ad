package io.wsloop.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.EnumMap;
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

    /** Copies the figures. */
    public Result {
        Map<Figure, Double> copy = new EnumMap<>(Figure.class);
        copy.putAll(figures);
        figures = Collections.unmodifiableMap(copy);
    }

    /**
     * Begins with a cell of which nothing is known.
     *
     * @param cell its name
     * @return a result without figures
     */
    public static Result of(String cell) {
        return new Result(null, "", null, null, 0, cell, Map.of(), null);
    }

    /**
     * Describes a cell that ended early.
     *
     * @param cell its name
     * @param error what was expected and what came
     * @return a result without figures
     */
    public static Result failed(String cell, String error) {
        return new Result(null, "", null, null, 0, cell, Map.of(), error);
    }

    /**
     * Adds a figure, rounded to a thousandth.
     *
     * @param figure which
     * @param value what was measured; null leaves the figure out
     * @return a result with it
     */
    public Result with(Figure figure, @Nullable Double value) {
        Map<Figure, Double> more = new EnumMap<>(Figure.class);
        more.putAll(figures);
        if (value != null) {
            more.put(figure, Math.round(value * 1000) / 1000.0);
        }
        return new Result(run, server, version, jdk, round, cell, more, error);
    }

    /**
     * Says where it was measured.
     *
     * @param ofRun which run
     * @param ofServer its name
     * @param ofVersion its version; empty when it has none
     * @param onJdk what it ran on
     * @param inRound from 1
     * @return a result with all that
     */
    public Result at(String ofRun, String ofServer, String ofVersion, String onJdk, int inRound) {
        String known = ofVersion.isEmpty() ? null : ofVersion;
        return new Result(ofRun, ofServer, known, onJdk, inRound, cell, figures, error);
    }

    /**
     * Looks a figure up.
     *
     * @param figure which
     * @return its value, or null when it was not measured
     */
    public @Nullable Double get(Figure figure) {
        if (figure != Figure.LAST_OVER_FIRST) {
            return figures.get(figure);
        }
        Double first = figures.get(Figure.FIRST_SECOND);
        Double last = figures.get(Figure.LAST_SECOND);
        return first == null || last == null || first <= 0 ? null : Double.valueOf(last / first);
    }

    /** {@return one line of a results' file, without its end} */
    public String toJson() {
        ObjectNode line = JSON.createObjectNode();
        put(line, "run", run);
        put(line, "server", server.isEmpty() ? null : server);
        put(line, "version", version);
        put(line, "jdk", jdk);
        if (round > 0) {
            line.put("round", round);
        }
        line.put("cell", cell).put("unit", Cell.parse(cell).kind().unit());
        figures.forEach((figure, value) -> {
            if (figure.isWhole()) {
                line.put(figure.field(), value.longValue());
            } else {
                line.put(figure.field(), value);
            }
        });
        put(line, "error", error);
        return line.toString();
    }

    private static void put(ObjectNode line, String name, @Nullable String value) {
        if (value != null) {
            line.put(name, value);
        }
    }

    /**
     * Reads what {@link #toJson} wrote, by this version or another: fields that are not known are passed over.
     *
     * @param line a JSON object
     * @return the result
     * @throws IllegalArgumentException when a field holds something else than it should
     */
    public static Result of(JsonNode line) {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        for (Figure figure : Figure.values()) {
            JsonNode value = line.path(figure.field());
            if (value.isNumber()) {
                figures.put(figure, value.doubleValue());
            } else if (!value.isMissingNode() && !value.isNull()) {
                throw new IllegalArgumentException("\"" + figure.field() + "\":" + value);
            }
        }
        JsonNode round = line.path("round");
        if (!round.isMissingNode() && !round.isInt()) {
            throw new IllegalArgumentException("\"round\":" + round);
        }
        return new Result(
                text(line, "run"),
                line.path("server").asText(""),
                text(line, "version"),
                text(line, "jdk"),
                round.asInt(),
                line.path("cell").asText(""),
                figures,
                text(line, "error"));
    }

    private static @Nullable String text(JsonNode line, String name) {
        return line.hasNonNull(name) ? line.get(name).asText() : null;
    }

    /** {@return one line for a terminal} */
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
