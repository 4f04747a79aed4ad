package io.wsloop.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultTest {
    private static final Map<Figure, Double> FIGURES = Map.of(
            Figure.UNITS, 10.0,
            Figure.SECONDS, 1.5,
            Figure.RATE, 6.667,
            Figure.SERVER_MICROS, 2.5,
            Figure.GENERATOR_CPUS, 0.5,
            Figure.P50, 1.0,
            Figure.P99, 2.0,
            Figure.P999, 3.0,
            Figure.MAX, 4.0,
            Figure.REPLY_BYTES, 127.0);

    private static Result measured() {
        Result result = Result.of("fan10-125");
        for (Map.Entry<Figure, Double> figure : FIGURES.entrySet()) {
            result = result.with(figure.getKey(), figure.getValue());
        }
        return result.at("tuesday", "a", "1.0", "25.0.3", 3);
    }

    @Test
    void a_result_is_one_line_with_what_was_measured_and_nothing_else() throws IOException {
        String line = measured().toJson();
        assertThat(line).doesNotContain("\n").contains("\"units\":10,");
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "run",
                        "server",
                        "version",
                        "jdk",
                        "round",
                        "cell",
                        "unit",
                        "units",
                        "seconds",
                        "perSecond",
                        "serverMicrosPerUnit",
                        "generatorCpus",
                        "p50Micros",
                        "p99Micros",
                        "p999Micros",
                        "maxMicros",
                        "replyBytesPerUnit");
        assertThat(json.get("run").asText()).isEqualTo("tuesday");
        assertThat(json.get("server").asText()).isEqualTo("a");
        assertThat(json.get("version").asText()).isEqualTo("1.0");
        assertThat(json.get("jdk").asText()).isEqualTo("25.0.3");
        assertThat(json.get("round").asInt()).isEqualTo(3);
        assertThat(json.get("cell").asText()).isEqualTo("fan10-125");
        assertThat(json.get("unit").asText()).isEqualTo("delivery");
        assertThat(json.get("serverMicrosPerUnit").asDouble()).isEqualTo(2.5);
    }

    @Test
    void every_figure_survives_its_way_through_a_line() throws IOException {
        Result all = measured();
        for (Figure figure : Figure.values()) {
            if (!figure.field().isEmpty()) {
                all = all.with(figure, figure.ordinal() + 1.0);
            }
        }
        assertThat(Result.of(new ObjectMapper().readTree(all.toJson()))).isEqualTo(all);
    }

    @Test
    void a_failed_cell_has_its_error_and_no_figures() throws IOException {
        Result failed = Result.failed("c1-1", "expected \"a\", came \"b\"");
        JsonNode json = new ObjectMapper().readTree(failed.toJson());
        assertThat(json.get("error").asText()).isEqualTo("expected \"a\", came \"b\"");
        assertThat(json.has("units")).isFalse();
        assertThat(json.has("perSecond")).isFalse();
        assertThat(Result.of(json)).isEqualTo(failed);
    }

    @Test
    void a_server_without_a_version_has_none_in_its_line() {
        assertThat(Result.of("c1-1").at("r", "raw-nio", "", "25", 1).toJson()).doesNotContain("version");
    }

    @Test
    void a_line_for_a_terminal_has_what_was_measured() {
        assertThat(measured()
                        .with(Figure.PAUSES, 3.0)
                        .with(Figure.LONGEST_PAUSE, 1.25)
                        .with(Figure.PAUSED, 2.5)
                        .with(Figure.ALLOCATED, 144.3)
                        .shown())
                .startsWith("round 3 fan10-125 ")
                .contains("p99.9 3 us")
                .endsWith("3 pauses, longest 1.25 ms, in all 2.5 ms, 144.3 B allocated a message");
        assertThat(Result.failed("c1-1", "it broke").shown()).endsWith("FAILED: it broke");
    }
}
