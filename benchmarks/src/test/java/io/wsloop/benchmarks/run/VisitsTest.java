package io.wsloop.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.benchmarks.load.Cell;
import io.wsloop.benchmarks.run.Visits.Visit;
import java.util.List;
import org.junit.jupiter.api.Test;

class VisitsTest {
    static Contestant contestant(String name, boolean raw) {
        return new Contestant(name, "1.0", List.of(), "Main", List.of(), List.of(), raw, !raw, false, !raw, 17, 1);
    }

    private final List<Contestant> all =
            List.of(contestant("mark", true), contestant("a", false), contestant("b", false), contestant("c", false));
    private final List<Cell> cells = List.of(Cell.parse("c100-125"), Cell.parse("rtt-125"), Cell.parse("fan10-125"));

    private static List<String> names(List<Visit> visits) {
        return visits.stream().map(visit -> visit.contestant().name()).toList();
    }

    @Test
    void each_cell_goes_round_all_servers_before_the_next_begins() {
        List<Visit> visits = Visits.order(all, cells, 2, 1);
        assertThat(visits).hasSize(2 * (4 + 4 + 3));
        List<Visit> first = visits.subList(0, 4);
        assertThat(first)
                .allMatch(visit -> visit.round() == 1 && visit.cell().name().equals("c100-125"));
        assertThat(names(first)).containsExactlyInAnyOrder("mark", "a", "b", "c");
        assertThat(visits.subList(11, 22)).allMatch(visit -> visit.round() == 2);
    }

    @Test
    void nobody_is_visited_for_what_it_does_not_do() {
        assertThat(Visits.order(all, cells, 1, 1))
                .noneMatch(visit -> visit.contestant().raw() && visit.cell().kind() == Cell.Kind.FAN_OUT);
    }

    @Test
    void the_seed_alone_decides_the_order() {
        assertThat(Visits.order(all, cells, 5, 7)).isEqualTo(Visits.order(all, cells, 5, 7));
        assertThat(names(Visits.order(all, cells, 5, 7))).isNotEqualTo(names(Visits.order(all, cells, 5, 8)));
    }

    @Test
    void over_the_rounds_everybody_comes_first_at_times() {
        List<Visit> visits = Visits.order(all, List.of(Cell.parse("c1-1")), 50, 1);
        for (Contestant contestant : all) {
            long firsts = 0;
            for (int round = 0; round < 50; round++) {
                firsts += visits.get(round * all.size()).contestant().equals(contestant) ? 1 : 0;
            }
            assertThat(firsts).isBetween(4L, 24L);
        }
    }
}
