package io.wsloop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarksTest {
    @Test
    void echoesAreHeldToAShareOfTheBareEchoAndNothingElseIs() {
        assertThat(Marks.shareOfRaw("c1000-125")).hasValue(0.95);
        assertThat(Marks.shareOfRaw("c100p16-125")).hasValue(0.85);
        assertThat(Marks.shareOfRaw("c100p16-1k-t")).hasValue(0.75);
        assertThat(Marks.shareOfRaw("c100p16-1k-u")).hasValue(0.6);
        assertThat(Marks.shareOfRaw("c100-16k")).hasValue(0.9);
        assertThat(Marks.shareOfRaw("c10-1m")).hasValue(0.85);
        assertThat(Marks.shareOfRaw("rtt-125")).isEmpty();
        assertThat(Marks.shareOfRaw("z-c100-1k")).isEmpty();
        assertThat(Marks.shareOfRaw("connect")).isEmpty();
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

    private static double bound(Mark.Measure measure, double bound) {
        return new Mark(1, "wsloop", "c100-125", measure, Figure.SERVER_MICROS, bound)
                .within(0.15)
                .bound();
    }
}
