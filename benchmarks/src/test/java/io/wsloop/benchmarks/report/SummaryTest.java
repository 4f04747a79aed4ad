package io.wsloop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.benchmarks.load.Figure;
import io.wsloop.benchmarks.load.Result;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final String SINGLE = "c100-125";
    private static final String PIPELINED = "c100p16-125";

    private final List<Result> results = new ArrayList<>();

    private void add(String cell, String server, double... serverMicros) {
        for (int i = 0; i < serverMicros.length; i++) {
            results.add(Run.result(
                    "run",
                    "r",
                    "server",
                    server,
                    "cell",
                    cell,
                    "round",
                    i + 1,
                    "serverMicrosPerUnit",
                    serverMicros[i]));
        }
    }

    private List<String> missed() {
        return new Summary(results).missedByFar();
    }

    @Test
    void medians_of_the_rounds_are_shown() {
        add(SINGLE, "raw-nio", 9, 8, 80);
        add(SINGLE, "wsloop", 10, 1, 11, 20);
        Summary summary = new Summary(results);
        assertThat(summary.median("wsloop", SINGLE, Figure.SERVER_MICROS)).isEqualTo(10.5);
        assertThat(summary.median("jetty", SINGLE, Figure.SERVER_MICROS)).isNull();
        assertThat(summary.table().lines().toList())
                .containsExactly(
                        "server CPU us            c100-125",
                        "wsloop                      10.50",
                        "raw-nio                      9.00");
    }

    @Test
    void just_over_the_floor_passes_and_just_under_it_does_not() {
        add(SINGLE, "raw-nio", 0.95 * 0.55 * 100);
        add(SINGLE, "wsloop", 100);
        assertThat(missed()).isEmpty();
        results.clear();
        add(SINGLE, "raw-nio", 0.95 * 0.55 * 100 - 0.01);
        add(SINGLE, "wsloop", 100);
        assertThat(missed()).containsExactly(SINGLE);
        assertThat(new Summary(results).floors()).contains("not reached");
    }

    @Test
    void with_many_in_flight_Netty_must_not_be_cheaper() {
        add(PIPELINED, "raw-nio", 1);
        add(PIPELINED, "wsloop", 1);
        add(PIPELINED, "netty-nio", 0.99);
        assertThat(missed()).containsExactly(PIPELINED);
        results.remove(2);
        assertThat(missed()).containsExactly(PIPELINED);
        add(PIPELINED, "netty-nio", 1);
        assertThat(missed()).isEmpty();
    }

    @Test
    void a_failed_round_or_a_missing_server_does_not_pass_and_is_told() {
        add(SINGLE, "raw-nio", 10);
        assertThat(missed()).containsExactly(SINGLE);
        add(SINGLE, "wsloop", 10);
        assertThat(missed()).isEmpty();
        results.add(Run.result("run", "r", "server", "wsloop", "cell", SINGLE, "round", 2, "error", "it broke"));
        assertThat(missed()).containsExactly(SINGLE);
        assertThat(new Summary(results).floors()).contains("wsloop, c100-125: it broke");
    }
}
