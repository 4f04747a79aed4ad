package io.wsloop.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** A benchmark that does not run measures nothing. Figures are not judged here: the machine is anybody's. */
class MaskBenchmarkTest {
    @Test
    void runsThroughJmhAndYieldsAFigureForEachMethod() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(MaskBenchmark.class.getName())
                        .param("size", "125")
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(10))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        assertThat(results)
                .hasSize(4)
                .allSatisfy(result ->
                        assertThat(result.getPrimaryResult().getScore()).isPositive());
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
