package io.wsloop.benchmarks.run;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a run is called and where its lines go. */
final class ResultOptions {
    @Option(names = "--name", description = "kept in each line; the time when left out")
    String name = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").format(LocalDateTime.now());

    @Option(names = "--out", description = "the file to append to; benchmarks/results/NAME.jsonl when left out")
    @Nullable
    Path out;

    Path file() {
        return out == null ? Path.of("benchmarks", "results", name + ".jsonl") : out;
    }
}
