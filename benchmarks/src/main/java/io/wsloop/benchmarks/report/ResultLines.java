package io.wsloop.benchmarks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsloop.benchmarks.load.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines of a run's files: JSON objects, each a result, but for one with {@code machine} in it, which says what the run
 * was made on.
 *
 * @param machine of the last line that has one; empty when none has
 */
record ResultLines(List<Result> results, Map<String, String> machine) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Reads files, one after the other. A line that is no result ends it: a report of the others would not be that run's. */
    static ResultLines read(List<Path> files) throws IOException {
        List<Result> results = new ArrayList<>();
        Map<String, String> machine = new LinkedHashMap<>();
        for (Path file : files) {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                try {
                    read(line, results, machine);
                } catch (JsonProcessingException | IllegalArgumentException e) {
                    throw new IOException(
                            file + ":" + number + ": expected a result as one JSON object, got " + e.getMessage(), e);
                }
            }
        }
        return new ResultLines(results, machine);
    }

    private static void read(String text, List<Result> results, Map<String, String> machine)
            throws JsonProcessingException {
        JsonNode line = JSON.readTree(text);
        if (line.hasNonNull("machine")) {
            machine.putAll(JSON.convertValue(line.get("machine"), new TypeReference<Map<String, String>>() {}));
        } else if (!line.isMissingNode()) {
            if (!line.path("server").isTextual() || !line.path("cell").isTextual()) {
                throw new IllegalArgumentException("none with a text \"server\" and a text \"cell\"");
            }
            results.add(Result.of(line));
        }
    }
}
