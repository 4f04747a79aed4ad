package io.wsloop.autobahn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole Autobahn suite against the client. */
class ClientConformanceTest {
    @Test
    @Timeout(value = 65, unit = TimeUnit.MINUTES)
    void theClientBringsTheExpectedVerdictInEveryCase() throws Exception {
        Suite.Run run = new Suite(Reports.wstest(), Reports.folder("client")).againstClient();
        Reports.print("client", run);

        assertThat(run.verdicts().size()).as("results of the cases run").isEqualTo(run.announced());
        assertThat(Reports.expectation("client").differences(run.verdicts())).isEmpty();
    }
}
