package io.wsloop.benchmarks.report;

import java.io.IOException;
import java.nio.file.Path;

/** A line that is no result: a report from the others would not be the report of that run. */
final class BrokenLineException extends IOException {
    private static final long serialVersionUID = 1;

    BrokenLineException(Path file, int line, String what) {
        super("%s:%d: expected a result as one JSON object, got %s".formatted(file, line, what));
    }
}
