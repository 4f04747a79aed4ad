package io.wsloop.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.wsloop.benchmarks.load.Cell;
import io.wsloop.benchmarks.run.Contestant.Skill;
import io.wsloop.benchmarks.run.Visits.Visit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VisitsTest {
    static Contestant contestant(String name, boolean raw) {
        Set<Skill> skills = raw ? EnumSet.of(Skill.RAW, Skill.ECHO) : EnumSet.range(Skill.ECHO, Skill.DEFLATE);
        return new Contestant(name, "1.0", List.of(), "Main", List.of(), List.of(), skills, 17, 1);
    }

    private final List<Contestant> all =
            List.of(contestant("mark", true), contestant("a", false), contestant("b", false), contestant("c", false));
    private final List<Cell> cells = List.of(Cell.parse("c100-125"), Cell.parse("rtt-125"), Cell.parse("fan10-125"));

    private static List<String> names(List<Visit> visits) {
        return visits.stream().map(visit -> visit.contestant().name()).toList();
    }

    @Test
    void each_cell_goes_round_all_servers_before_the_next_begins() {
        List<Visit> visits = Visits.order(all, cells, 2, 1, 1);
        assertThat(visits).hasSize(2 * (4 + 4 + 3));
        List<Visit> first = visits.subList(0, 4);
        assertThat(first)
                .allMatch(visit -> visit.round() == 1 && visit.cell().name().equals("c100-125"));
        assertThat(names(first)).containsExactlyInAnyOrder("mark", "a", "b", "c");
        assertThat(visits.subList(11, 22)).allMatch(visit -> visit.round() == 2);
    }

    @Test
    void nobody_is_visited_for_what_it_does_not_do() {
        assertThat(Visits.order(all, cells, 1, 1, 1))
                .noneMatch(visit ->
                        visit.contestant().can(Skill.RAW) && visit.cell().kind() == Cell.Kind.FAN_OUT);
    }

    @Test
    void idle_cells_go_round_as_often_as_they_are_asked_to() {
        List<Cell> both = List.of(Cell.parse("c1-1"), Cell.parse("idle-1"));
        assertThat(Visits.order(all, both, 1, 2, 1))
                .extracting(Visit::round, visit -> visit.cell().name())
                .containsOnly(tuple(1, "c1-1"), tuple(1, "idle-1"), tuple(2, "idle-1"))
                .hasSize(4 + 3 + 3);
    }

    @Test
    void the_seed_alone_decides_the_order() {
        assertThat(Visits.order(all, cells, 5, 1, 7)).isEqualTo(Visits.order(all, cells, 5, 1, 7));
        assertThat(names(Visits.order(all, cells, 5, 1, 7))).isNotEqualTo(names(Visits.order(all, cells, 5, 1, 8)));
    }

    @Test
    void over_the_rounds_everybody_comes_first_at_times() {
        List<Visit> visits = Visits.order(all, List.of(Cell.parse("c1-1")), 50, 1, 1);
        for (Contestant contestant : all) {
            long firsts = 0;
            for (int round = 0; round < 50; round++) {
                firsts += visits.get(round * all.size()).contestant().equals(contestant) ? 1 : 0;
            }
            assertThat(firsts).isBetween(4L, 24L);
        }
    }
}
