package io.wsloop.benchmarks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsloop.benchmarks.load.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a run's files: JSON objects, each a result, but for one with {@code machine} in it, which says what the run
 * was made on.
 *
 * @param results in the order of the lines
 * @param machine of the last line that has one
 */
record ResultLines(List<Result> results, @Nullable Machine machine) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    ResultLines {
        results = List.copyOf(results);
    }

    /**
     * Reads files, one after the other.
     *
     * @throws BrokenLineException at the first line that is neither empty nor a result
     * @throws IOException when a file cannot be read
     */
    static ResultLines read(List<Path> files) throws IOException {
        List<Result> results = new ArrayList<>();
        Machine machine = null;
        for (Path file : files) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).isBlank()) {
                    continue;
                }
                try {
                    JsonNode line = JSON.readTree(lines.get(i));
                    if (line.hasNonNull("machine")) {
                        machine = JSON.treeToValue(line.get("machine"), Machine.class);
                    } else {
                        results.add(result(line));
                    }
                } catch (JsonProcessingException e) {
                    throw new BrokenLineException(file, i + 1, e.getOriginalMessage());
                } catch (IllegalArgumentException e) {
                    throw new BrokenLineException(file, i + 1, String.valueOf(e.getMessage()));
                }
            }
        }
        return new ResultLines(results, machine);
    }

    private static Result result(JsonNode line) {
        for (String name : List.of("server", "cell")) {
            if (!line.path(name).isTextual()) {
                throw new IllegalArgumentException("none with a text \"" + name + "\"");
            }
        }
        return Result.of(line);
    }
}
