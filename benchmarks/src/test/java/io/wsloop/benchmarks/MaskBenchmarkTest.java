package io.wsloop.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.RunnerException;

class MaskBenchmarkTest {
    @Test
    void runsThroughJmhAndYieldsAFigureForEachMethod() throws RunnerException {
        Once.yieldsFigures(MaskBenchmark.class, 4, "size", "125");
    }

    @Test
    void wholeWayUnmasksWhatTheReadBufferHolds() {
        MaskBenchmark benchmark = new MaskBenchmark();
        benchmark.size = 16;
        benchmark.fill();
        byte[] masked = benchmark.copyOutAndMask().clone();
        byte[] plain = benchmark.limitCopyOut().clone();
        assertThat(masked).isNotEqualTo(plain);
        assertThat(benchmark.copyOutAndMask()).isEqualTo(masked);
        assertThat(benchmark.maskInPlace()).isEqualTo(plain);
        assertThat(benchmark.limitArrayCopy()).isEqualTo(plain);
    }
}
