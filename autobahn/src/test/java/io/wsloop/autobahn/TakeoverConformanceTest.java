package io.wsloop.autobahn;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.nio.WebSocketServer;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The Autobahn suite's compression cases against a server that keeps its contexts, which the default server does not. The
 * suite of Maven Central has none: with it, this is the few cases beside them.
 */
class TakeoverConformanceTest {
    @Test
    @Timeout(value = 65, unit = TimeUnit.MINUTES)
    void theServerWithContextTakeoverBringsTheExpectedVerdictInEveryCase() throws Exception {
        Suite.Run run;
        try (WebSocketServer server = EchoServer.start(0, EchoServer.withTakeover())) {
            URI address = URI.create("ws://127.0.0.1:" + server.port());
            run = new Suite(Reports.wstest().compressionOnly(), Reports.folder("server-takeover"))
                    .againstServer(address);
        }
        System.out.println("Autobahn against the server with context takeover: "
                + run.verdicts().size() + " results of " + run.announced() + " cases");

        assertThat(run.verdicts().size()).as("results of the cases run").isEqualTo(run.announced());
        assertThat(Reports.expectation("server-takeover").differences(run.verdicts()))
                .isEmpty();
    }
}
