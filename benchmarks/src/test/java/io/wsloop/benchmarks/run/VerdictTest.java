package io.wsloop.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.benchmarks.load.Cell;
import io.wsloop.benchmarks.load.Measurement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private final Cell single = Cell.parse("c100-125");
    private final Cell pipelined = Cell.parse("c100p16-125");
    private final List<Result> results = new ArrayList<>();

    private void add(Cell cell, String server, double... serverMicros) {
        Contestant contestant = VisitsTest.contestant(server, server.equals(Contestants.MARK));
        for (double micros : serverMicros) {
            Measurement measured = new Measurement(
                    1L, 1.0, 1.0, micros, null, null, null, null, null, null, null, null, null, null, null, null, null);
            results.add(new Result("r", new Visits.Visit(1, cell, contestant), measured));
        }
    }

    @Test
    void medians_of_the_rounds_are_compared() {
        add(single, "raw-nio", 9, 8, 80);
        add(single, "wsloop", 10, 1, 11);
        assertThat(new Medians(results).ratio("raw-nio", "wsloop", single)).hasValue(0.9);
        add(single, "wsloop", 20);
        assertThat(new Medians(results).serverMicros("wsloop", single)).hasValue(10.5);
        assertThat(new Medians(results).serverMicros("jetty", single)).isEmpty();
    }

    @Test
    void just_over_the_floor_passes_and_just_under_it_does_not() {
        add(single, "raw-nio", 0.95 * 0.55 * 100);
        add(single, "wsloop", 100);
        assertThat(new Verdict(results).passes(single)).isTrue();
        results.clear();
        add(single, "raw-nio", 0.95 * 0.55 * 100 - 0.01);
        add(single, "wsloop", 100);
        assertThat(new Verdict(results).passes(single)).isFalse();
        assertThat(new Verdict(results).table(List.of(single))).contains("MISSED BY FAR");
    }

    @Test
    void with_many_in_flight_Netty_must_not_be_cheaper() {
        add(pipelined, "raw-nio", 1);
        add(pipelined, "wsloop", 1);
        add(pipelined, "netty-nio", 0.99);
        assertThat(new Verdict(results).passes(pipelined)).isFalse();
        results.remove(2);
        add(pipelined, "netty-nio", 1);
        assertThat(new Verdict(results).passes(pipelined)).isTrue();
    }

    @Test
    void a_failed_round_or_a_missing_server_does_not_pass_and_is_told() {
        add(single, "raw-nio", 10);
        assertThat(new Verdict(results).passes(single)).isFalse();
        add(single, "wsloop", 10);
        assertThat(new Verdict(results).passes(single)).isTrue();
        results.add(new Result(
                "r",
                new Visits.Visit(2, single, VisitsTest.contestant("wsloop", false)),
                Measurement.failed("it broke")));
        assertThat(new Verdict(results).passes(single)).isFalse();
        assertThat(new Verdict(results).table(List.of(single))).contains("wsloop: it broke");
    }
}
