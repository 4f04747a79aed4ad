package io.wsloop.autobahn;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.nio.WebSocketServer;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole Autobahn suite against the server. */
class ServerConformanceTest {
    @Test
    @Timeout(value = 65, unit = TimeUnit.MINUTES)
    void theServerBringsTheExpectedVerdictInEveryCase() throws Exception {
        Suite.Run run;
        try (WebSocketServer server = EchoServer.start(0)) {
            URI address = URI.create("ws://127.0.0.1:" + server.port());
            run = new Suite(Reports.wstest(), Reports.folder("server")).againstServer(address);
        }
        Reports.print("server", run);

        assertThat(run.verdicts().size()).as("results of the cases run").isEqualTo(run.announced());
        assertThat(Reports.expectation("server").differences(run.verdicts())).isEmpty();
    }
}
