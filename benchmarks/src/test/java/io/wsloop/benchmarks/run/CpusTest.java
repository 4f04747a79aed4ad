package io.wsloop.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CpusTest {
    @Test
    void a_list_of_CPUs_has_numbers_and_ranges() {
        assertThat(Cpus.parse("0")).containsExactly(0);
        assertThat(Cpus.parse("0-3,8")).containsExactly(0, 1, 2, 3, 8);
        assertThat(Cpus.parse("2,4-5")).containsExactly(2, 4, 5);
    }

    @Test
    void a_server_on_two_CPUs_meets_the_generator_only_where_there_is_no_third() {
        assertThat(new Cpus(List.of(0, 1)).crowded()).isTrue();
        assertThat(new Cpus(List.of(0, 1, 2)).crowded()).isFalse();
        assertThat(Cpus.NOT_PINNED.crowded()).isTrue();
        assertThat(new Cpus(List.of(0, 1, 2)).server(1)).containsExactly("taskset", "-c", "0");
        assertThat(new Cpus(List.of(0, 1, 2)).server(2)).containsExactly("taskset", "-c", "0,2");
        assertThat(new Cpus(List.of(0, 1)).server(2)).containsExactly("taskset", "-c", "0,1");
        assertThat(Cpus.NOT_PINNED.server(2)).isEmpty();
    }

    @Test
    void all_are_counted_though_the_generator_has_one() {
        assertThat(new Cpus(List.of(0, 1, 2)).count()).isEqualTo(3);
        assertThat(Cpus.NOT_PINNED.count()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }
}
