package io.wsloop.benchmarks.report;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The small run that these tests read. */
final class Run {
    private Run() {}

    static Path file() {
        try {
            return Path.of(
                    Objects.requireNonNull(Run.class.getResource("run.jsonl")).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static ResultLines lines() throws IOException {
        return ResultLines.read(List.of(file()));
    }

    static Rounds rounds() throws IOException {
        return new Rounds(lines().results());
    }
}
