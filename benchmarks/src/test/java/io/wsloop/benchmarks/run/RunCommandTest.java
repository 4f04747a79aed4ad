package io.wsloop.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.wsloop.benchmarks.load.Cell;
import io.wsloop.benchmarks.load.Figure;
import io.wsloop.benchmarks.load.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunCommandTest {
    private final List<Result> results = new ArrayList<>();

    private void add(String server, double... rates) {
        for (double rate : rates) {
            results.add(Result.of("c100-125").with(Figure.RATE, rate).at("r", server, "", "25", results.size() + 1));
        }
    }

    private Cell half() {
        return RunCommand.cell("tail-half-c100-125", results);
    }

    @Test
    void the_rate_is_half_of_the_median_of_the_slower_server_in_whole_thousands() {
        add("wsloop", 120_000, 130_000, 90_000);
        add("netty-nio", 99_000, 10_000, 101_999);
        assertThat(half().name()).isEqualTo("tail-49k-c100-125");
        results.clear();
        add("wsloop", 80_000);
        add("netty-nio", 99_000);
        assertThat(half().perSecond()).isEqualTo(40_000);
    }

    @Test
    void even_a_slow_machine_is_asked_for_a_thousand() {
        add("wsloop", 900);
        add("netty-nio", 800);
        assertThat(half().perSecond()).isEqualTo(1000);
    }

    @Test
    void without_the_rates_of_both_there_is_no_half() {
        add("wsloop", 120_000);
        results.add(Result.failed("c100-125", "did not start").at("r", "netty-nio", "", "25", 1));
        assertThatIllegalStateException().isThrownBy(this::half).withMessageContaining("expected a rate of netty-nio");
        results.clear();
        assertThatIllegalStateException().isThrownBy(this::half);
    }

    @Test
    void every_plan_names_servers_and_cells_that_there_are() throws IOException {
        Contestants all = Contestants.of(Path.of(".."));
        add("wsloop", 120_000);
        for (Plan plan : Plan.ALL) {
            assertThat(Plan.named(plan.name())).isSameAs(plan);
            for (Plan.Part part : plan.parts()) {
                for (String cell : part.cells()) {
                    Cell parsed = RunCommand.cell(cell, results);
                    assertThat(part.servers())
                            .allMatch(server -> all.named(server).takes(parsed));
                }
            }
        }
    }

    @Test
    void an_unknown_plan_is_answered_with_the_known_ones() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Plan.named("tial"))
                .withMessageStartingWith("expected one of the plans [all, smoke, tail,")
                .withMessageEndingWith("got tial");
    }

    @Test
    void the_name_of_a_plan_stands_for_a_run_of_it() {
        assertThat(Main.command("tail", "--rounds", "3")).containsExactly("run", "--plan", "tail", "--rounds", "3");
        assertThat(Main.command("hostile")).containsExactly("hostile");
        assertThat(Main.command()).containsExactly("help");
    }
}
