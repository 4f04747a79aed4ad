package io.wsloop.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpusTest {
    @Test
    void a_list_of_CPUs_has_numbers_and_ranges() {
        assertThat(Cpus.parse("0")).containsExactly(0);
        assertThat(Cpus.parse("0-3,8")).containsExactly(0, 1, 2, 3, 8);
        assertThat(Cpus.parse("2,4-5")).containsExactly(2, 4, 5);
    }
}
