package io.wsloop.benchmarks.report;

import static io.wsloop.benchmarks.load.Figure.HEAP_BYTES;
import static io.wsloop.benchmarks.load.Figure.P999;
import static io.wsloop.benchmarks.load.Figure.RATE;
import static io.wsloop.benchmarks.load.Figure.SERVER_MICROS;
import static io.wsloop.benchmarks.report.Mark.Measure.AT_MOST;
import static io.wsloop.benchmarks.report.Mark.Measure.RATE_OF_BEST_PEER;
import static io.wsloop.benchmarks.report.Mark.Measure.SHARE_OF_RAW;
import static io.wsloop.benchmarks.report.Mark.Measure.STATED;
import static io.wsloop.benchmarks.report.Mark.Measure.TIMES_BEST_PEER;
import static io.wsloop.benchmarks.report.Mark.Measure.TIMES_NETTY_NIO;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.benchmarks.load.Figure;
import io.wsloop.benchmarks.report.Verdict.Outcome;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class VerdictTest {
    @Test
    void aShareIsReachedAtTheBoundAndMissedBelowIt() throws IOException {
        assertThat(outcome("c100-125", SHARE_OF_RAW, SERVER_MICROS, 1)).isEqualTo(Outcome.REACHED);
        assertThat(outcome("c100-125", SHARE_OF_RAW, SERVER_MICROS, 1.001)).isEqualTo(Outcome.MISSED);
    }

    @Test
    void aMostIsReachedAtTheBoundAndMissedAboveIt() throws IOException {
        assertThat(outcome("idle-10k", AT_MOST, HEAP_BYTES, 812)).isEqualTo(Outcome.REACHED);
        assertThat(outcome("idle-10k", AT_MOST, HEAP_BYTES, 811)).isEqualTo(Outcome.MISSED);
    }

    @Test
    void thePeerThatComesClosestDecides() throws IOException {
        Verdict cpu = verdict("fan1000-125", TIMES_BEST_PEER, SERVER_MICROS, 1);
        assertThat(cpu.beside()).isEqualTo("undertow");
        assertThat(cpu.figure()).isEqualTo(new Spread(9.5 / 8.25, 9.5 / 8.25, 9.5 / 8.25, 1));
        Verdict rate = verdict("fan1000-125", RATE_OF_BEST_PEER, RATE, 1.25);
        assertThat(rate.beside()).isEqualTo("undertow");
        assertThat(rate.figure()).isEqualTo(new Spread(1.25, 1.25, 1.25, 1));
        assertThat(rate.outcome()).isEqualTo(Outcome.REACHED);
    }

    @Test
    void theBareEchoAndOtherSettingsOfWsloopAreNoPeers() throws IOException {
        assertThat(verdict("c100-125", TIMES_BEST_PEER, SERVER_MICROS, 1).beside())
                .isEqualTo("netty-nio");
    }

    @Test
    void aMarkWhoseCellIsNotThereIsNotMeasured() throws IOException {
        assertThat(outcome("idle-19500", AT_MOST, HEAP_BYTES, 1000)).isEqualTo(Outcome.NOT_MEASURED);
        assertThat(outcome("c10-1m", TIMES_BEST_PEER, SERVER_MICROS, 1)).isEqualTo(Outcome.NOT_MEASURED);
        assertThat(outcome("fan1000-125", TIMES_NETTY_NIO, SERVER_MICROS, 1)).isEqualTo(Outcome.NOT_MEASURED);
    }

    @Test
    void aMarkWithoutABoundIsStated() throws IOException {
        assertThat(outcome("c100-125", STATED, P999, 0)).isEqualTo(Outcome.STATED);
    }

    private static Outcome outcome(String cell, Mark.Measure measure, Figure figure, double bound) throws IOException {
        return verdict(cell, measure, figure, bound).outcome();
    }

    private static Verdict verdict(String cell, Mark.Measure measure, Figure figure, double bound) throws IOException {
        return Verdict.of(new Mark(1, "wsloop", cell, measure, figure, bound), Run.rounds());
    }
}
