package io.wsloop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.benchmarks.load.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarksTest {
    @Test
    void echoesAreHeldToAShareOfTheBareEchoAndNothingElseIs() {
        assertThat(shareOfRaw("c1000-125")).containsExactly(0.95);
        assertThat(shareOfRaw("c100p16-125")).containsExactly(0.85);
        assertThat(shareOfRaw("c100p16-1k-t")).containsExactly(0.75);
        assertThat(shareOfRaw("c100p16-1k-u")).containsExactly(0.6);
        assertThat(shareOfRaw("c100-16k")).containsExactly(0.9);
        assertThat(shareOfRaw("c10-1m")).containsExactly(0.85);
        assertThat(shareOfRaw("rtt-125")).isEmpty();
        assertThat(shareOfRaw("z-c100-1k")).isEmpty();
        assertThat(shareOfRaw("connect")).isEmpty();
    }

    private static List<Double> shareOfRaw(String cell) {
        return Marks.ALL.stream()
                .filter(mark -> mark.measure() == Mark.Measure.SHARE_OF_RAW && mark.isOf(cell))
                .map(Mark::bound)
                .toList();
    }

    @Test
    void slackLowersWhatIsALeastAndRaisesWhatIsAMost() {
        assertThat(bound(Mark.Measure.SHARE_OF_RAW, 0.95)).isEqualTo(0.8075);
        assertThat(bound(Mark.Measure.TIMES_NETTY_NIO, 1.8)).isEqualTo(1.53);
        assertThat(bound(Mark.Measure.TIMES_BEST_PEER, 1)).isEqualTo(0.85);
        assertThat(bound(Mark.Measure.RATE_OF_BEST_PEER, 1.2)).isEqualTo(1.02);
        assertThat(bound(Mark.Measure.AT_MOST, 8)).isEqualTo(9.2);
        assertThat(bound(Mark.Measure.AT_MOST, 3400)).isEqualTo(3910);
        assertThat(bound(Mark.Measure.AT_MOST_TIMES, 1.1)).isEqualTo(1.265);
        assertThat(bound(Mark.Measure.STATED, 0)).isZero();
    }

    @Test
    void whatIsStatedOfConnectIsMeasuredUnderAThousandASecond() {
        assertThat(Marks.ALL)
                .filteredOn(mark -> mark.number() == 4 && mark.figure() == Figure.P999)
                .extracting(Mark::cell)
                .containsExactly("open-900-connect");
    }

    @Test
    void a_bound_with_slack_is_shown_with_two_digits() {
        Mark mark = new Mark(5, "wsloop", "z-c100-1k", Mark.Measure.TIMES_BEST_PEER, Figure.REPLY_BYTES, 0.97);
        assertThat(mark.within(0.15).aim()).isEqualTo("at least 0.82 times every JVM peer (reply, bytes)");
    }

    private static double bound(Mark.Measure measure, double bound) {
        return new Mark(1, "wsloop", "c100-125", measure, Figure.SERVER_MICROS, bound)
                .within(0.15)
                .bound();
    }
}
