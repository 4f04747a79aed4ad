package io.wsloop.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.wsloop.benchmarks.load.Cell;
import io.wsloop.benchmarks.load.Measurement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TailCommandTest {
    private final List<Result> results = new ArrayList<>();

    private void add(String server, double... rates) {
        for (double rate : rates) {
            Measurement measured = new Measurement(
                    1L, 1.0, rate, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
            Visits.Visit visit = new Visits.Visit(1, Cell.parse("c100-125"), VisitsTest.contestant(server, false));
            results.add(new Result("r", visit, measured));
        }
    }

    @Test
    void the_rate_is_half_of_the_median_of_the_slower_server_in_whole_thousands() {
        add("wsloop", 120_000, 130_000, 90_000);
        add("netty-nio", 99_000, 10_000, 101_999);
        assertThat(TailCommand.half(new Medians(results)).name()).isEqualTo("tail-49k-c100-125");
        results.clear();
        add("wsloop", 80_000);
        add("netty-nio", 99_000);
        assertThat(TailCommand.half(new Medians(results)).perSecond()).isEqualTo(40_000);
    }

    @Test
    void even_a_slow_machine_is_asked_for_a_thousand() {
        add("wsloop", 900);
        add("netty-nio", 800);
        assertThat(TailCommand.half(new Medians(results)).perSecond()).isEqualTo(1000);
    }

    @Test
    void without_the_rates_of_both_there_is_no_half() {
        add("wsloop", 120_000);
        assertThatIllegalStateException()
                .isThrownBy(() -> TailCommand.half(new Medians(results)))
                .withMessageContaining("expected a rate of netty-nio");
    }
}
