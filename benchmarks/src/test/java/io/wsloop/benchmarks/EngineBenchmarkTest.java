package io.wsloop.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.runner.RunnerException;

class EngineBenchmarkTest {
    @Test
    void runsThroughJmhAndYieldsAFigureForEachMethod() throws RunnerException {
        Once.yieldsFigures(EngineBenchmark.class, 5, "size", "125");
    }

    @ParameterizedTest
    @CsvSource({"125, 127", "1024, 1028"})
    void echoesWholeFrames(int size, int frame) {
        EngineBenchmark benchmark = new EngineBenchmark();
        benchmark.size = size;
        benchmark.fill();
        assertThat(benchmark.echoBinary()).isEqualTo(frame);
        assertThat(benchmark.echoText()).isEqualTo(frame);
        assertThat(benchmark.echoMixedText()).isEqualTo(frame);
        assertThat(benchmark.receiveEmptyFrame()).isEqualTo(1);
        assertThat(benchmark.limitTwoCopies()).hasSize(size);
    }
}
