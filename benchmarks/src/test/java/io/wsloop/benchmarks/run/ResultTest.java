package io.wsloop.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsloop.benchmarks.load.Cell;
import io.wsloop.benchmarks.load.Measurement;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ResultTest {
    private static final Visits.Visit VISIT =
            new Visits.Visit(3, Cell.parse("fan10-125"), VisitsTest.contestant("a", false));

    private static Measurement measured(double serverMicros) {
        return new Measurement(
                10L,
                1.5,
                6.667,
                serverMicros,
                0.5,
                1.0,
                2.0,
                3.0,
                4.0,
                127.0,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    @Test
    void a_result_is_one_line_with_what_was_measured_and_nothing_else() throws IOException {
        String line = new Result("tuesday", VISIT, measured(2.5)).toJson();
        assertThat(line).doesNotContain("\n");
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
        assertThat(json.get("jdk").asText()).isEqualTo(System.getProperty("java.version"));
        assertThat(json.get("round").asInt()).isEqualTo(3);
        assertThat(json.get("cell").asText()).isEqualTo("fan10-125");
        assertThat(json.get("unit").asText()).isEqualTo("delivery");
        assertThat(json.get("serverMicrosPerUnit").asDouble()).isEqualTo(2.5);
    }

    @Test
    void what_the_collector_did_is_part_of_the_line() throws IOException {
        String line = new Result("r", VISIT, measured(1), new Standstill(2, 1.5, 2, 144.1)).toJson();
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(json.get("pauses").asInt()).isEqualTo(2);
        assertThat(json.get("longestPauseMillis").asDouble()).isEqualTo(1.5);
        assertThat(json.get("pausedMillis").asDouble()).isEqualTo(2);
        assertThat(json.get("allocatedBytesPerUnit").asDouble()).isEqualTo(144.1);
    }

    @Test
    void a_failed_cell_has_its_error_and_no_figures() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(new Result("r", VISIT, Measurement.failed("expected \"a\", came \"b\"")).toJson());
        assertThat(json.get("error").asText()).isEqualTo("expected \"a\", came \"b\"");
        assertThat(json.has("units")).isFalse();
        assertThat(json.has("perSecond")).isFalse();
    }
}
