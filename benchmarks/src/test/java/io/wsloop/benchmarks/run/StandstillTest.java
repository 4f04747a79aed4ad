package io.wsloop.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.benchmarks.load.Figure;
import io.wsloop.benchmarks.load.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandstillTest {
    private static final List<String> JDK_17 = """
            [1000ms] Using Serial
            [1999ms] Safepoint "GenCollectForAllocation", Time since last: 9 ns, Reaching safepoint: 1 ns, At safepoint: 1 ns, Total: 9999999 ns
            [2000ms] GC(1) Pause Young (Allocation Failure) 273M->1M(989M) 1.500ms
            [2000ms] Safepoint "GenCollectForAllocation", Time since last: 99 ns, Reaching safepoint: 71 ns, At safepoint: 1500000 ns, Total: 1500071 ns
            [2500ms] Safepoint "Cleanup", Time since last: 99 ns, Reaching safepoint: 71 ns, At safepoint: 500000 ns, Total: 500071 ns
            """.lines().toList();

    private static final List<String> JDK_25 = """
            [2500ms] GC(3) Y: Pause Mark Start 0.012ms
            [2500ms] Safepoint "ZMarkStartYoung", Time since last: 1014890008 ns, Reaching safepoint: 6669 ns, At safepoint: 31217 ns, Leaving safepoint: 1182 ns, Total: 39068 ns, Threads: 0 runnable, 12 total
            [2600ms] Safepoint "PrintThreads", Time since last: 9 ns, Reaching safepoint: 7040 ns, At safepoint: 3647874 ns, Leaving safepoint: 5488 ns, Total: 3660402 ns, Threads: 0 runnable, 12 total
            [2601ms] Safepoint "ZMarkEndYoung", Time since last: 9 ns, Reaching safepoint: 1 ns, At safepoint: 1 ns, Leaving safepoint: 1 ns, Total: 7000000 ns, Threads: 0 runnable, 12 total
            """.lines().toList();

    @Test
    void pauses_from_the_first_millisecond_to_the_last_count_whoever_asked_for_them() {
        assertThat(Standstill.of(JDK_17, 2000, 2500)).isEqualTo(new Standstill(2, 1.5, 2.0));
        assertThat(Standstill.of(JDK_17, 1999, 2499)).isEqualTo(new Standstill(2, 10, 11.5));
    }

    @Test
    void what_the_runner_itself_asks_for_does_not_count() {
        assertThat(Standstill.of(JDK_25, 2500, 2600)).isEqualTo(new Standstill(1, 0.039, 0.039));
    }

    @Test
    void a_log_without_pauses_has_none() {
        assertThat(Standstill.of(List.of("[1000ms] Using G1"), 0, 2000)).isEqualTo(new Standstill(0, 0, 0));
    }

    @Test
    void the_figures_are_part_of_the_result() {
        Result result = new Standstill(3, 1.25, 2.5).on(Result.failed("c1-1", ""));
        assertThat(result.get(Figure.PAUSES)).isEqualTo(3);
        assertThat(result.get(Figure.LONGEST_PAUSE)).isEqualTo(1.25);
        assertThat(result.get(Figure.PAUSED)).isEqualTo(2.5);
    }
}
