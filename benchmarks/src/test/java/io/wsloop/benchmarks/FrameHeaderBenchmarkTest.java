package io.wsloop.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.runner.RunnerException;

class FrameHeaderBenchmarkTest {
    @Test
    void runsThroughJmhAndYieldsAFigureForEachMethod() throws RunnerException {
        Once.yieldsFigures(FrameHeaderBenchmark.class, 3, "length", "125");
    }

    @ParameterizedTest
    @CsvSource({
        "125, 827d, 82fd37fa213d",
        "1024, 827e0400, 82fe040037fa213d",
        "65536, 827f0000000000010000, 82ff000000000001000037fa213d"
    })
    void writesTheHeaderThatItMeasures(long length, String plain, String masked) {
        FrameHeaderBenchmark benchmark = new FrameHeaderBenchmark();
        benchmark.length = length;
        assertThat(written(benchmark.writePlain())).isEqualTo(plain);
        assertThat(written(benchmark.writeMasked())).isEqualTo(masked);
    }

    private static String written(ByteBuffer staging) {
        byte[] bytes = new byte[staging.position()];
        staging.get(0, bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
