package io.wsloop.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.frame.FrameHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.runner.RunnerException;

class FrameHeaderBenchmarkTest {
    @Test
    void runsThroughJmhAndYieldsAFigureForEachMethod() throws RunnerException {
        Once.yieldsFigures(FrameHeaderBenchmark.class, 5, "length", "125");
    }

    @ParameterizedTest
    @CsvSource({"125, 2", "1024, 4", "65536, 10"})
    void whatIsWrittenIsWhatIsParsed(long length, int size) {
        FrameHeaderBenchmark benchmark = new FrameHeaderBenchmark();
        benchmark.length = length;
        benchmark.write();
        FrameHeader header = new FrameHeader(true, 0, 2, true, 0x37FA213D, length);
        assertThat(benchmark.parse()).isEqualTo(header);
        assertThat(benchmark.writePlain().position()).isEqualTo(size);
        assertThat(FrameHeader.parse(benchmark.writeMasked().rewind())).isEqualTo(header);
    }
}
