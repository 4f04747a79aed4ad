package io.wsloop.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.benchmarks.load.Cell;
import org.junit.jupiter.api.Test;

class GrowthCommandTest {
    @Test
    void a_cell_fits_when_the_descriptors_are_enough_for_its_connections_and_for_the_virtual_machine() {
        assertThat(GrowthCommand.fits(Cell.parse("c19500-125"), 19_800)).isTrue();
        assertThat(GrowthCommand.fits(Cell.parse("c19500-125"), 19_799)).isFalse();
        assertThat(GrowthCommand.fits(Cell.parse("idle-1000"), 1024)).isFalse();
    }
}
