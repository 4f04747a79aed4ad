package io.wsloop.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsloop.benchmarks.load.Result;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** A result of names and values by turns. */
    static Result result(Object... namesAndValues) {
        Map<Object, Object> line = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            line.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Result.of(new ObjectMapper().<JsonNode>valueToTree(line));
    }
}
