package io.wsloop.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.runner.RunnerException;

class DeflateBenchmarkTest {
    @Test
    void runsThroughJmhAndYieldsAFigureForEachMethodWithTakeoverAndWithout() throws RunnerException {
        Once.yieldsFigures(DeflateBenchmark.class, 8);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void oursAndTheLimitDoTheSameWork(boolean takeover) throws Exception {
        DeflateBenchmark benchmark = new DeflateBenchmark();
        benchmark.takeover = takeover;
        benchmark.compress();
        for (int message = 0; message < 200; message++) {
            assertThat(benchmark.inflate()).isEqualTo(1024);
            assertThat(benchmark.limitInflate()).isEqualTo(1024);
        }
        benchmark.compress();
        int ours = 0;
        int limit = 0;
        for (int round = 0; round < 64; round++) {
            ours += benchmark.deflate();
        }
        for (int round = 0; round < 64; round++) {
            limit += benchmark.limitDeflate() - 4;
        }
        assertThat(ours).isEqualTo(limit).isLessThan(64 * 512);
        benchmark.end();
    }
}
