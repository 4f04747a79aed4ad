package io.wsloop.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.RunnerException;

class HandshakeBenchmarkTest {
    @Test
    void runsThroughJmhAndYieldsAFigureForEachMethod() throws RunnerException {
        Once.yieldsFigures(HandshakeBenchmark.class, 4);
    }

    @Test
    void theBrowsersHeadIsAcceptedWithCompression() {
        HandshakeBenchmark benchmark = new HandshakeBenchmark();
        assertThat(benchmark.parseHead().headers().size()).isEqualTo(benchmark.limitCountLines() - 2);
        assertThat(benchmark.judgeHead()).isTrue();
        assertThat(ISO_8859_1.decode(benchmark.answerHead()).toString())
                .startsWith("HTTP/1.1 101 ")
                .contains("Sec-WebSocket-Extensions: permessage-deflate");
    }
}
