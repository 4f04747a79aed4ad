package io.wsloop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void theMedianOfAnOddNumberOfRoundsIsTheMiddleOne() {
        assertThat(Spread.of(List.of(9.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 9, 3));
    }

    @Test
    void theMedianOfAnEvenNumberOfRoundsIsTheMeanOfTheTwoInTheMiddle() {
        assertThat(Spread.of(List.of(8.0, 1.0, 2.0, 4.0))).isEqualTo(new Spread(3, 1, 8, 4));
    }

    @Test
    void oneRoundIsItsOwnSpread() {
        assertThat(Spread.of(List.of(5.0))).isEqualTo(new Spread(5, 5, 5, 1));
    }

    @Test
    void noRoundHasNoSpread() {
        assertThat(Spread.of(List.of())).isNull();
    }
}
