package io.wsloop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.benchmarks.load.Result;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ServerOrderTest {
    @Test
    void wsloopComesFirstThenTheBareEchoThenThePeersThenWhoeverIsNotKnown() {
        assertThat(Stream.of("zeta", "jetty", "alpha", "raw-nio", "netty-nio", "wsloop", "wsloop-takeover")
                        .sorted(Rounds.ORDER))
                .containsExactly("wsloop", "wsloop-takeover", "raw-nio", "netty-nio", "jetty", "alpha", "zeta");
    }

    @Test
    void aVariantFollowsItsServer() {
        assertThat(Stream.of("raw-nio@17", "raw-nio", "wsloop@zgc", "wsloop", "wsloop@g1")
                        .sorted(Rounds.ORDER))
                .containsExactly("wsloop", "wsloop@g1", "wsloop@zgc", "raw-nio", "raw-nio@17");
    }

    @Test
    void roundsNameTheirServersInThatOrderWhoeverWasVisitedFirst() {
        Rounds rounds =
                new Rounds(List.of(result("netty-nio"), result("raw-nio"), result("wsloop"), result("raw-nio")));
        assertThat(rounds.servers()).containsExactly("wsloop", "raw-nio", "netty-nio");
    }

    private static Result result(String server) {
        return Run.result("server", server, "cell", "c100-125");
    }
}
