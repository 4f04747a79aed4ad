package io.wsloop.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MILLISECOND = 1_000_000;

    private final Pace pace = new Pace(1000, 5);

    @Test
    void the_first_is_due_at_the_beginning_and_each_other_one_interval_after_the_one_before() {
        assertThat(pace.isDue(4)).isFalse();
        assertThat(pace.isDue(5)).isTrue();
        assertThat(pace.take()).isEqualTo(5);
        assertThat(pace.isDue(4 + MILLISECOND)).isFalse();
        assertThat(pace.isDue(5 + MILLISECOND)).isTrue();
        assertThat(pace.take()).isEqualTo(5 + MILLISECOND);
        assertThat(pace.next()).isEqualTo(2);
    }

    @Test
    void an_event_that_comes_late_was_due_when_it_was_due() {
        for (int i = 0; i < 10; i++) {
            assertThat(pace.isDue(1000 * MILLISECOND)).isTrue();
            assertThat(pace.take()).isEqualTo(5 + i * MILLISECOND);
        }
    }

    @Test
    void a_rate_whose_interval_is_no_whole_number_does_not_drift() {
        assertThat(new Pace(3, 0).due(3_000_000)).isEqualTo(1_000_000_000_000_000L);
    }

    @Test
    void the_time_may_pass_the_end_of_its_numbers() {
        Pace wrapping = new Pace(1000, Long.MAX_VALUE);
        wrapping.take();
        assertThat(wrapping.isDue(Long.MAX_VALUE)).isFalse();
        assertThat(wrapping.isDue(Long.MIN_VALUE + MILLISECOND - 1)).isTrue();
    }

    @Test
    void a_selector_waits_only_where_the_next_event_is_far() {
        assertThat(new Pace(1, System.nanoTime()).pauseMillis()).isZero();
        assertThat(new Pace(1, System.nanoTime() + 1000 * MILLISECOND).pauseMillis())
                .isEqualTo(1);
    }
}
