package io.wsloop.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.runner.RunnerException;

class Utf8BenchmarkTest {
    @Test
    void runsThroughJmhAndYieldsAFigureForEachMethodAndKindOfText() throws RunnerException {
        Once.yieldsFigures(Utf8Benchmark.class, 5 * SampleText.values().length, "size", "125");
    }

    @ParameterizedTest
    @EnumSource
    void everyWayGivesTheSameTextOfTheSizeAsked(SampleText kind) {
        Utf8Benchmark benchmark = new Utf8Benchmark();
        benchmark.size = 1024;
        benchmark.kind = kind;
        benchmark.write();
        String text = benchmark.limitNewString();
        assertThat(text.getBytes(UTF_8)).hasSize(1024);
        assertThat(benchmark.decode()).isEqualTo(text);
        assertThat(benchmark.judgeThenDecode()).isEqualTo(text);
        assertThat(benchmark.encode()).isEqualTo(benchmark.limitGetBytes()).isEqualTo(text.getBytes(UTF_8));
    }
}
