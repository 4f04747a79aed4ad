package io.wsloop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.benchmarks.load.Figure;
import io.wsloop.benchmarks.load.Result;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
    @Test
    void aSpreadIsThatOfAllRoundsWhichHaveTheFigure() throws IOException {
        assertThat(Run.rounds().spread("raw-nio", "c100-125", Figure.SERVER_MICROS))
                .isEqualTo(new Spread(9, 8, 16, 3));
        assertThat(Run.rounds().spread("raw-nio", "c100-125", Figure.RATE))
                .isEqualTo(new Spread(93_000, 60_000, 126_000, 2));
    }

    @Test
    void theShareOfTheBareEchoIsTakenRoundByRound() throws IOException {
        // 8/10, 16/16 and 9/9: the ratio of the medians would be 9/10.
        assertThat(Run.rounds().shareOfRaw("wsloop", "c100-125")).isEqualTo(new Spread(1, 0.8, 1, 3));
    }

    @Test
    void aRatioLeavesOutRoundsThatOnlyOneServerHas() throws IOException {
        assertThat(Run.rounds()
                        .ratio(
                                new Place("netty-nio", "c100-125"),
                                new Place("wsloop", "c100-125"),
                                Figure.SERVER_MICROS))
                .isEqualTo(new Spread(1.35, 1.2, 1.5, 2));
    }

    @Test
    void roundsOfDifferentRunsAreNotComparedWithEachOther() {
        Rounds rounds = new Rounds(List.of(micros("monday", "raw-nio", 8), micros("tuesday", "wsloop", 8)));
        assertThat(rounds.shareOfRaw("wsloop", "c100-125")).isNull();
    }

    @Test
    void whatWasMeasuredOnceMoreReplacesTheFirst() {
        Rounds rounds = new Rounds(List.of(micros("r", "wsloop", 80), micros("r", "wsloop", 8)));
        assertThat(rounds.spread("wsloop", "c100-125", Figure.SERVER_MICROS)).isEqualTo(new Spread(8, 8, 8, 1));
    }

    @Test
    void aCellWithoutFiguresHasNoSpread() throws IOException {
        assertThat(Run.rounds().spread("jetty", "z-c100-1k", Figure.SERVER_MICROS))
                .isNull();
        assertThat(Run.rounds().spread("nobody", "nowhere", Figure.SERVER_MICROS))
                .isNull();
    }

    @Test
    void failuresAreKept() throws IOException {
        assertThat(Run.rounds().failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.server()).isEqualTo("undertow"));
    }

    private static Result micros(String run, String server, double micros) {
        return Run.result("run", run, "server", server, "cell", "c100-125", "round", 1, "serverMicrosPerUnit", micros);
    }
}
