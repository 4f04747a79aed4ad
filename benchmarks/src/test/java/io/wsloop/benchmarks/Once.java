package io.wsloop.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs a benchmark through JMH for a moment. One that does not run measures nothing. Figures are not judged here: the
 * machine is anybody's.
 */
final class Once {
    private Once() {}

    /** Parameters are name, value, name, value, …; those that are not named take all their values. */
    static void yieldsFigures(Class<?> benchmark, int figures, String... parameters) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(benchmark.getName())
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(10))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        for (int i = 0; i < parameters.length; i += 2) {
            options.param(parameters[i], parameters[i + 1]);
        }
        assertThat(new Runner(options.build()).run())
                .hasSize(figures)
                .allSatisfy(result ->
                        assertThat(result.getPrimaryResult().getScore()).isPositive());
    }
}
