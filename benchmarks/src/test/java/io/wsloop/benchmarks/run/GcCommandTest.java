package io.wsloop.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.benchmarks.load.Measurement;
import org.junit.jupiter.api.Test;

class GcCommandTest {
    private static Measurement reached(double perSecond) {
        return new Measurement(
                1L, 1.0, perSecond, 1.5, 1.0, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    @Test
    void a_rate_that_is_missed_by_more_than_one_percent_is_told_with_what_the_server_used() {
        assertThat(GcCommand.shortfall(reached(495_000), 500_000)).isEmpty();
        assertThat(GcCommand.shortfall(reached(494_999), 500_000))
                .contains("was not kept: 494,999 of 500,000 a second, the server using 0.74 of its CPU");
    }

    @Test
    void a_failed_visit_is_told_too() {
        assertThat(GcCommand.shortfall(Measurement.failed("it broke"), 500_000)).contains("too slow here for 500,000");
    }
}
